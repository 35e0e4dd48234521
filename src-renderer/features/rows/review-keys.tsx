import { Modal } from '@mantine/core'
import { memo } from 'react'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'

const keys = ['J', 'K', 'A', 'R', 'E', 'U', 'Space', 'Shift', 'Esc', '?'] as const

/** All keys of the table, by what they do. */
export const ReviewKeys = memo(function ReviewKeys({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { rowsPage: words } = useTexts()
  return (
    <Modal opened={opened} onClose={onClose} title={words.sheet.title}>
      <dl className="facts">
        {keys.map((key) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <KeyHint keys={key} />
            </dt>
            <dd>{words.sheet.keys[key]}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
})
