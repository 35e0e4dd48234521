import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { Finding } from '#contract/app'
import type { ItemState } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { StateWord } from '../../ui/state-sign.tsx'
import styles from './settings-page.module.css'

/** The tick means passed, the triangle failed; a warning wears the sign of what wants a look. */
const signs: Record<Finding['state'], ItemState> = { ok: 'accepted', warning: 'rejected', problem: 'failed' }

export function Computer() {
  const words = useTexts().settings.computer
  const doctor = useRequest('app.doctor', {})
  return (
    <section className="stack" aria-labelledby="findings">
      <div className="row">
        <h2 id="findings" className="sect grow">
          {words.title}
        </h2>
        {doctor.data && <CopyButton text={asText(doctor.data)} label={words.copy} />}
        <Button
          size="xs"
          loading={doctor.isFetching}
          leftSection={<IconRefresh size={14} stroke={1.5} aria-hidden />}
          onClick={() => void doctor.refetch()}
        >
          {words.again}
        </Button>
      </div>
      <Loaded of={doctor} lines={6}>
        {(findings) => (
          <ul className="card none">
            {findings.map(({ subject, state, text, todo }) => (
              <li key={`${subject} ${text}`} className={styles.finding}>
                <StateWord state={signs[state]}>{words.state[state]}</StateWord>
                <span>
                  <b>{subject}</b>: {text}
                </span>
                {todo !== null && <p className="dim">{todo}</p>}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

function asText(findings: Finding[]): string {
  return findings
    .map(({ subject, state, text, todo }) => `${state}: ${subject}: ${text} ${todo ?? ''}`.trim())
    .join('\n')
}
