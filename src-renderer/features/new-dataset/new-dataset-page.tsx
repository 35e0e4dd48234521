import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Input } from '#contract/index'
import { useApi } from '../../client/api.tsx'
import { firstError } from '../../client/first-error.ts'
import { useCommand, useRequest } from '../../client/use-request.ts'
import { useRunningRun } from '../../client/use-running-run.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { personaFilterOf } from '../../persona-search.ts'
import { Crumb, Page } from '../../ui/page.tsx'
import { AdvancedFields } from './advanced-fields.tsx'
import {
  choiceOf,
  type DatasetDraft,
  filterOf,
  keepDraft,
  modelOf,
  nextDraft,
  readDraft,
  requestOf,
  unwrittenIn,
  withLink,
} from './dataset-draft.ts'
import { MakeBar } from './make-bar.tsx'
import { ModelField } from './model-field.tsx'
import { NameField } from './name-field.tsx'
import styles from './new-dataset-page.module.css'
import { PersonaFields } from './persona-fields.tsx'
import { RepeatNotice } from './repeat-notice.tsx'
import { TemplateField } from './template-field.tsx'
import { TryPane } from './try-pane.tsx'
import { useTries } from './use-tries.ts'
import { VariableFields } from './variable-fields.tsx'

/** Long enough to skip the letters of a quick typist. */
const debounceMs = 200

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Personas x template, written by a model: everything a dataset is made of, a live sample, and the button. */
export function NewDatasetPage() {
  const { newDataset: words, datasets } = useTexts()
  const link = useSearch({ from: '/datasets/new' })
  const api = useApi()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(() => withLink(readDraft(), { ...personaFilterOf(link), template: link.template }))
  const [settled] = useDebouncedValue(draft, debounceMs)
  useEffect(() => keepDraft(draft), [draft])

  const templates = useRequest('template.list', {})
  const models = useRequest('model.list', {})
  const template = templates.data?.find(({ key }) => key === draft.templateKey)
  const model = models.data && modelOf(draft, models.data)
  const shown = useRequest('template.show', { key: template?.key ?? '' }, { enabled: template !== undefined })
  const unwritten = unwrittenIn(settled).map((name) => ({
    name,
    label: shown.data?.recipe.variables[name]?.label ?? name,
  }))
  const counted = useRequest('persona.count', filterOf(settled), { keepPrevious: true })
  const request = requestOf(settled, template?.key, model?.sha256)
  const found = counted.data?.count

  const estimate = useRequest(
    'run.estimate',
    request ?? { personas: choiceOf(settled), template: { key: '' }, modelSha256: '' },
    { enabled: request !== undefined && found !== 0, keepPrevious: true },
  )
  const tries = useTries()
  const make = useCommand('run.start', { touches: ['run.list', 'app.info'] })
  const running = useRunningRun()?.run
  /** From the press of the button to the answer, the end of the tries among it. */
  const [isMaking, setIsMaking] = useState(false)
  const other = isMaking ? undefined : running

  const isMissing = { personas: found === 0, template: templates.data && !template, model: models.data && !model }
  const missing = (['personas', 'template', 'model'] as const).filter((part) => isMissing[part])

  function change(part: Partial<DatasetDraft>): void {
    // Forgotten while it is on its way, its dataset would never be shown.
    if (!isMaking) make.reset()
    setDraft((before) => ({ ...before, ...part }))
  }

  function isTold(asked: Input<'run.start'>): boolean {
    return estimate.data !== undefined && !estimate.isPlaceholderData && isSame(asked, request)
  }

  /** None where that cannot be told: the start says what is wrong. */
  async function repeatedIn(asked: Input<'run.start'>): Promise<number> {
    const { repeated } = await api.request('run.estimate', asked).catch(() => ({ repeated: 0 }))
    return repeated
  }

  async function submit(): Promise<void> {
    const asked = requestOf(draft, template?.key, model?.sha256)
    if (!asked || isMaking) return
    setIsMaking(true)
    // Whoever is quicker than the answer is told first which rows were made before.
    if (!isTold(asked) && (await repeatedIn(asked)) > 0) return setIsMaking(false)
    await tries.stop()
    make.mutate(asked, {
      onSuccess: ({ id }) => {
        keepDraft(nextDraft(draft))
        void navigate({ to: '/datasets/$runId', params: { runId: String(id) } })
      },
      onSettled: () => setIsMaking(false),
    })
  }

  return (
    <Page title={words.title} crumb={<Crumb to="/datasets">{datasets.crumb}</Crumb>} flush>
      <div className={styles.page}>
        <div className={styles.panes}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard */}
          <section className={styles.form} aria-label={words.form} tabIndex={0}>
            <NameField value={draft.name} onChange={(name) => change({ name })} />
            <PersonaFields draft={draft} found={found} onChange={change} />
            <TemplateField
              draft={draft}
              settled={settled}
              templates={templates.data}
              modelSha256={model?.sha256}
              onChange={change}
            />
            <ModelField models={models.data} model={model} onChange={change} />
            <VariableFields
              templateKey={template?.key}
              values={draft.variables}
              last={draft.lastTexts?.[template?.key ?? '']}
              isSmall={model?.small ?? false}
              onChange={(variables) => change({ variables })}
            />
            <AdvancedFields draft={draft} templateKey={template?.key} model={model} onChange={change} />
          </section>
          <TryPane
            tries={tries}
            request={found === 0 ? undefined : request}
            missing={missing}
            unwritten={unwritten}
            isHeldUp={other !== undefined}
          />
        </div>
        <MakeBar
          found={found}
          count={settled.count}
          template={template}
          models={models.data}
          model={model}
          unwritten={unwritten}
          estimate={request && estimate.data}
          error={make.error ?? (request ? estimate.error : null)}
          unread={firstError(templates, models, counted)}
          running={other}
          isMaking={isMaking}
          isTrying={tries.isBusy}
          notice={
            request &&
            estimate.data &&
            estimate.data.repeated > 0 && <RepeatNotice draft={settled} {...estimate.data} onChange={change} />
          }
          onMake={() => void submit()}
        />
      </div>
    </Page>
  )
}
