import { Link, useSearch } from '@tanstack/react-router'
import { useTexts } from '../../locales/use-texts.tsx'
import { Page } from '../../ui/page.tsx'
import { About } from './about.tsx'
import { Computer } from './computer.tsx'
import { Folders } from './folders.tsx'
import { Look } from './look.tsx'
import { Network } from './network.tsx'
import styles from './settings-page.module.css'
import { Work } from './work.tsx'

const sections = {
  look: Look,
  work: Work,
  folders: Folders,
  computer: Computer,
  network: Network,
  about: About,
} as const

export function SettingsPage() {
  const { settings } = useTexts()
  const { section = 'look' } = useSearch({ from: '/settings' })
  const Section = sections[section]
  return (
    <Page title={settings.title}>
      <div className={styles.settings}>
        <nav aria-label={settings.title} className={styles.sub}>
          <ul>
            {(Object.keys(sections) as (keyof typeof sections)[]).map((name) => (
              <li key={name}>
                <Link
                  to="/settings"
                  search={{ section: name }}
                  activeOptions={{ exact: true, includeSearch: true }}
                  aria-current={name === section ? 'page' : undefined}
                >
                  {settings.sections[name]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="stack s6">
          <Section />
        </div>
      </div>
    </Page>
  )
}
