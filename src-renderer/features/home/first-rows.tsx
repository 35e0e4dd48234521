import { IconListDetails, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Model } from '#contract/models'
import type { ItemState } from '#contract/runs'
import { firstError } from '../../client/first-error.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { VariableName } from '../../ui/prompt-text.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import styles from './first-rows.module.css'

/** The start page of somebody who has made nothing yet: what this is, what is ready, and one button. */
export function FirstRows() {
  const { home, common, format } = useTexts()
  const computer = useRequest('app.info', {})
  const installed = useRequest('model.list', {})
  const unread = firstError(computer, installed)
  const [info, models] = [computer.data, installed.data]
  const words = home.first
  const usable = models?.filter(({ problem }) => problem === null) ?? []
  const model = usable.find(({ isDefault }) => isDefault) ?? usable[0] ?? models?.[0]
  const isReady = model !== undefined && model.problem === null

  return (
    <div className={styles.first}>
      <header className="stack">
        <h2 className="big-number">{words.title}</h2>
        <p className={`dim lg ${styles.lead}`}>{words.lead}</p>
      </header>

      <section aria-label={words.how} className={styles.how}>
        <figure>
          <figcaption className="row sm">
            <IconUsers size={14} stroke={1.5} aria-hidden />
            {words.persona}
          </figcaption>
          <p>{words.personaText}</p>
        </figure>
        <span className={styles.operator} aria-hidden="true">
          ×
        </span>
        <figure>
          <figcaption className="row sm">
            <IconListDetails size={14} stroke={1.5} aria-hidden />
            {words.template}
          </figcaption>
          <p>
            {words.templateBefore} <VariableName name={words.templateWord} isPersona /> {words.templateAfter}
          </p>
        </figure>
        <span className={styles.operator} aria-hidden="true">
          =
        </span>
        <figure>
          <figcaption className="row sm">
            <StateSign state="accepted" />
            {words.row}
          </figcaption>
          <p>{words.rowText}</p>
        </figure>
      </section>

      {unread && <SayError {...unread} />}
      <ol className={styles.steps}>
        <Step title={words.computer} state="accepted">
          <p className="dim">
            {info &&
              words.computerText(
                format.bytes(info.memoryBytes),
                format.bytes(info.memoryFreeBytes),
                format.bytes(info.diskFreeBytes),
              )}
          </p>
        </Step>
        <Step title={words.model} state={isReady ? 'accepted' : 'waiting'}>
          {models ? <ModelText model={model} /> : <p className="dim">{words.modelSearching}</p>}
        </Step>
        <li className={`card stack ${styles.now}`}>
          <h3 className="sect">{words.start}</h3>
          <p className="dim">
            {info && (models && !isReady ? words.startNoModel : words.startText(info.personaCount))}
          </p>
          <p className={styles.go}>
            {models && !isReady ? (
              <LinkButton to="/models" variant="filled" size="md">
                {words.addModel}
              </LinkButton>
            ) : (
              <LinkButton to="/datasets/new" variant="filled" size="md">
                {words.startButton}
              </LinkButton>
            )}
          </p>
        </li>
      </ol>

      <p className="dim">
        {words.orBefore}{' '}
        <Link to="/personas" search={{ dialog: 'import' }}>
          {words.orPersonas}
        </Link>
        , <Link to="/templates">{words.orTemplate}</Link> {common.or} <Link to="/models">{words.orModel}</Link>.
      </p>
    </div>
  )
}

function Step({ title, state, children }: { title: string; state: ItemState; children: ReactNode }) {
  return (
    <li className="card stack">
      <h3 className="row sect">
        <StateSign state={state} />
        {title}
      </h3>
      {children}
    </li>
  )
}

function ModelText({ model }: { model: Model | undefined }) {
  const { home, format } = useTexts()
  const words = home.first
  if (!model) return <p className="dim">{words.modelMissing}</p>
  if (model.problem !== null) {
    return (
      <p className="dim">
        {words.modelBroken(model.name)} <Link to="/models">{words.lookAtModel}</Link>
      </p>
    )
  }
  return (
    <>
      <p className="dim">
        {words.modelReady(model.name, format.bytes(model.sizeBytes))} {model.small && words.modelSmall}
      </p>
      <p>
        <Link to="/models">{words.otherModel}</Link>
      </p>
    </>
  )
}
