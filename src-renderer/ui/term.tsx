import { Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Texts } from '../locales/use-texts.tsx'
import { useTexts } from '../locales/use-texts.tsx'
import styles from './term.module.css'

/** A word of the house with its one sentence, by pointer, focus or touch. */
export function Term({ name, children }: { name: keyof Texts['common']['terms']; children: ReactNode }) {
  const { common } = useTexts()
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={280}
      position="top-start"
      shadow="md"
      withRoles={false}
      portalProps={portalInPage()}
    >
      <Popover.Target>
        <button
          type="button"
          className={styles.term}
          aria-expanded={opened}
          onMouseEnter={() => setOpened(true)}
          onMouseLeave={() => setOpened(false)}
          onFocus={() => setOpened(true)}
          onBlur={() => setOpened(false)}
          onClick={() => setOpened(true)}
        >
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown role="tooltip" className={styles.sentence}>
        {common.terms[name]}
      </Popover.Dropdown>
    </Popover>
  )
}

/** What belongs to the page's words stands in the page's landmark, also where panes would cut it off. */
function portalInPage(): { target?: HTMLElement } {
  const page = document.getElementById('page')
  return page ? { target: page } : {}
}
