import { IconAlertTriangle, IconCpu, IconPlayerPlay, type IconProps } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ComponentType, ReactNode } from 'react'
import type { Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { shownCounts } from '../../ui/shown-counts.ts'
import styles from './waiting-for-you.module.css'

/** More than this would be a list of reproaches. */
const mostShown = 4

/** What cannot go on without the person; absent where nothing waits. */
export function WaitingForYou({ runs }: { runs: readonly Run[] }) {
  const { home } = useTexts()
  const { data: models } = useRequest('model.list', {})
  const words = home.waiting
  const items = [
    ...(models && !models.some(({ problem }) => problem === null)
      ? [
          <Item key="model" icon={IconCpu} text={words.noModelText}>
            <Link to="/models">{words.noModel}</Link>
          </Item>,
        ]
      : []),
    ...runs.flatMap((run) => {
      const { counts } = run
      if (run.status === 'paused') {
        return (
          <Item
            key={run.id}
            icon={IconPlayerPlay}
            text={run.notice ?? words.goOnText(shownCounts(run).waiting, counts.planned)}
          >
            <Link to="/datasets/$runId" params={{ runId: String(run.id) }}>
              {words.goOn(run.name)}
            </Link>
          </Item>
        )
      }
      if (run.status !== 'finished' || counts.failed === 0) return []
      return (
        <Item key={run.id} icon={IconAlertTriangle} text={words.failedText(run.name)}>
          <Link to="/datasets/$runId/rows" params={{ runId: String(run.id) }} search={{ state: 'failed' }}>
            {words.failed(counts.failed)}
          </Link>
        </Item>
      )
    }),
  ]
  if (items.length === 0) return null
  return (
    <section aria-labelledby="waiting" className="stack">
      <h2 id="waiting" className="sect">
        {words.title}
      </h2>
      <ul className={`card none ${styles.list}`}>{items.slice(0, mostShown)}</ul>
    </section>
  )
}

function Item({ icon: Icon, text, children }: { icon: ComponentType<IconProps>; text: string; children: ReactNode }) {
  return (
    <li>
      <Icon size={16} stroke={1.5} aria-hidden />
      {children}
      <p className="dim sm">{text}</p>
    </li>
  )
}
