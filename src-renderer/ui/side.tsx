import { IconLock, IconLockOpen, type IconProps, IconSearch } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ComponentType, ReactNode } from 'react'
import { useTexts } from '../locales/use-texts.tsx'
import iconUrl from './icon.svg?no-inline'
import { KeyHint } from './key-hint.tsx'
import styles from './side.module.css'
import { SideTip } from './side-tip.tsx'
import { Wordmark } from './wordmark.tsx'

export type Place = {
  to: LinkProps['to']
  label: string
  icon: ComponentType<IconProps>
  count?: number | undefined
}

type SideProps = {
  places: Place[]
  /** The running job, docked at the foot. */
  island?: ReactNode
  /** Connections to other computers that were counted; undefined while nobody knows. */
  outside: number | undefined
  /** Opens the palette. */
  onFind: () => void
}

/** The app's own column: name, places with counts, running job, and the seal that says where everything stays. */
export function Side({ places, island, outside, onFind }: SideProps) {
  const { shell, format } = useTexts()
  const Seal = outside ? IconLockOpen : IconLock
  return (
    <aside className={styles.side} aria-label={shell.app}>
      <Link to="/" className={styles.brand} aria-label={`${shell.app}, ${shell.places.home}`}>
        <img src={iconUrl} alt="" width="24" height="24" />
        <span className={styles.wide}>
          <Wordmark />
        </span>
      </Link>
      <SideTip label={shell.palette.open}>
        <button type="button" className={styles.find} onClick={onFind}>
          <IconSearch size={16} stroke={1.5} aria-hidden />
          <span className={styles.wide}>{shell.palette.open}</span>
          <span className={`${styles.hint} ${styles.wide}`}>
            <KeyHint keys="Ctrl K" />
          </span>
        </button>
      </SideTip>
      <nav aria-label={shell.mainMenu}>
        <ul>
          {places.map(({ to, label, icon: Icon, count }) => (
            <li key={label}>
              <SideTip label={label}>
                <Link to={to} className={styles.place} activeOptions={{ exact: to === '/', includeSearch: false }}>
                  <Icon size={16} stroke={1.5} aria-hidden />
                  <span className={styles.wide}>{label}</span>
                  {count !== undefined && (
                    <span className={`${styles.count} ${styles.wide}`}>{format.number(count)}</span>
                  )}
                </Link>
              </SideTip>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.foot}>
        {island}
        <SideTip label={`${shell.seal(outside)}. ${shell.sealMore(outside)}`}>
          <Link
            to="/settings"
            search={{ section: 'network' }}
            className={styles.seal}
            activeProps={{ 'aria-current': undefined }}
          >
            <Seal size={16} stroke={1.5} aria-hidden />
            <span className={styles.wide}>
              {shell.seal(outside)}
              <br />
              <span className="faint">{shell.sealMore(outside)}</span>
            </span>
          </Link>
        </SideTip>
      </div>
    </aside>
  )
}
