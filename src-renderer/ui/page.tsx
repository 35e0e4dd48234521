import { Link, type LinkProps } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTexts } from '../locales/use-texts.tsx'
import { focusPage } from './focus-page.ts'
import styles from './page.module.css'

type PageProps = {
  /** The page's h1 and the window's title. */
  title: string
  /** Where it belongs: "Templates /". */
  crumb?: ReactNode
  /** Chips beside the title. */
  beside?: ReactNode
  tabs?: ReactNode
  /** Buttons at the end of the bar; at most one of them filled. */
  actions?: ReactNode
  /** Fixed panes that scroll by themselves, without padding; otherwise the page scrolls as one. */
  flush?: boolean
  children: ReactNode
}

/** The frame of every page: bar with title, tabs and actions; below it the content. */
export function Page({ title, crumb, beside, tabs, actions, flush, children }: PageProps) {
  const { shell } = useTexts()

  // It is drawn a moment after the way to it was gone, and its first field with it.
  useEffect(() => {
    if (document.activeElement?.id === 'page') focusPage()
  }, [])

  return (
    <>
      <title>{`${title} · ${shell.app}`}</title>
      <header className={styles.bar}>
        {crumb}
        <h1 className={styles.title}>{title}</h1>
        {beside}
        {tabs}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={`${styles.page} ${flush ? styles.flush : ''}`}>{children}</div>
    </>
  )
}

/** The way back, before the title. */
export function Crumb({ to, children }: { to: LinkProps['to']; children: ReactNode }) {
  return (
    <p className={styles.crumb}>
      <Link to={to}>{children}</Link> /
    </p>
  )
}

type Tab = Pick<LinkProps, 'to' | 'params' | 'search'> & {
  label: string
  /** How many stand there; left out where that says nothing. */
  count?: number | undefined
  current: boolean
}

// Without it the router would also call a tab current whose address is a part of the page's.
const exactly = { exact: true, includeSearch: true }

/** Views of one object, each with its count. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const { format } = useTexts()
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ label: name, count, current, ...to }) => (
        <Link key={name} {...to} aria-current={current ? 'page' : undefined} activeOptions={exactly}>
          {name}
          {count !== undefined && <span className={styles.count}>{format.number(count)}</span>}
        </Link>
      ))}
    </nav>
  )
}
