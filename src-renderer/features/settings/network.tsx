import type { NetworkEntry, NetworkLog } from '#contract/network'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { StateWord } from '../../ui/state-sign.tsx'
import styles from './settings-page.module.css'

/** No event tells of connections, so the page asks again while it is open. */
const everyMs = 5000

export function Network() {
  const { settings, format } = useTexts()
  const words = settings.network
  const log = useRequest('network.log', {}, { everyMs })
  return (
    <>
      <header className="stack s1">
        <h2 className={styles.title}>{words.title}</h2>
        {log.data && <p className="dim lg">{words.lead(log.data.outside)}</p>}
      </header>
      <Loaded of={log} lines={6}>
        {(counted) => (
          <>
            <section className={`card ${styles.zero}`}>
              <b>{format.number(counted.outside)}</b>
              <h3 className="sect">{words.sealed(counted.outside, format.moment(counted.since))}</h3>
              <p className="dim">{words.sealedText}</p>
            </section>
            <Log log={counted} />
          </>
        )}
      </Loaded>
      <section className="stack s1">
        <h3 className="sect">{words.browser}</h3>
        <p className="dim">{words.browserText}</p>
      </section>
      <section className="stack s1">
        <h3 className="sect">{words.install}</h3>
        <p className="dim">{words.installText}</p>
      </section>
    </>
  )
}

function Log({ log }: { log: NetworkLog }) {
  const words = useTexts().settings.network.log
  return (
    <section className="stack" aria-labelledby="network-log">
      <div className="stack s1">
        <h3 id="network-log" className="sect">
          {words.title}
        </h3>
        <p className="dim">{words.hint}</p>
        <p>
          {words.totals(log.answered, log.refused)} {log.refused > 0 && words.guard}
        </p>
      </div>
      {log.entries.length === 0 ? (
        <p className="well dim">{words.none}</p>
      ) : (
        <div className="card none">
          <table className="grid" aria-labelledby="network-log">
            <colgroup>
              <col style={{ width: '4.5rem' }} />
              <col style={{ width: '11rem' }} />
              <col />
              <col style={{ width: '4.5rem' }} />
              <col style={{ width: '16rem' }} />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">{words.columns.time}</th>
                <th scope="col">{words.columns.what}</th>
                <th scope="col">{words.columns.target}</th>
                <th scope="col" className="num">
                  {words.columns.count}
                </th>
                <th scope="col">{words.columns.verdict}</th>
              </tr>
            </thead>
            <tbody>
              {log.entries.map((entry) => (
                <Line key={`${entry.who} ${entry.target} ${entry.reason} ${entry.isOutside}`} entry={entry} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Line({ entry }: { entry: NetworkEntry }) {
  const { settings, format } = useTexts()
  const words = settings.network.log
  const { at, count, who, target, isOutside, reason } = entry
  return (
    <tr>
      <td>{format.time(at)}</td>
      <td>{words.who[who]}</td>
      <td title={target}>
        <code>{target}</code>
      </td>
      <td className="num">{format.number(count)}</td>
      <td className={styles.verdict}>
        {reason !== null ? (
          <StateWord state="rejected">{words.refused[reason]}</StateWord>
        ) : isOutside ? (
          <StateWord state="failed">{words.outside}</StateWord>
        ) : (
          <StateWord state="accepted">{words.allowed}</StateWord>
        )}
      </td>
    </tr>
  )
}
