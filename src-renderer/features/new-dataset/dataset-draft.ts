import type { Input } from '#contract/index'
import type { Model } from '#contract/models'
import type { PersonaLength } from '#contract/persona-facets'
import type { PersonaChoice, PersonaFilter } from '#contract/personas'
import type { PromptStyle } from '#contract/recipe'

/** What is chosen on the page, as it stands in its fields; undefined means: as the app would choose. */
export type DatasetDraft = {
  name: string
  sourceId?: number | undefined
  selectionId?: number | undefined
  query: string
  languages?: string[] | undefined
  lengths?: PersonaLength[] | undefined
  used?: boolean | undefined
  count: number
  isMixed: boolean
  mixSeed: string
  templateKey?: string | undefined
  modelSha256?: string | undefined
  style?: PromptStyle | undefined
  temperature?: number | undefined
  topP?: number | undefined
  maxTokens?: number | undefined
  seed: string
  parallel?: number | undefined
  attempts: number
  system: string
  /** Empty where a text of one's own is to be written: without any it stands as the template has it. */
  variables: Record<string, string>
  /** What stood in them when datasets were made, by template and variable: a text of one's own comes back with its choice. */
  lastTexts?: Record<string, Record<string, string>> | undefined
}

/** Where nothing is changed: the contract's own defaults, and what template and model recommend. */
export const usualSettings = {
  style: undefined,
  temperature: undefined,
  topP: undefined,
  maxTokens: undefined,
  seed: '0',
  parallel: undefined,
  attempts: 2,
  system: '',
  variables: {},
} satisfies Partial<DatasetDraft>

export const firstDraft: DatasetDraft = {
  name: '',
  query: '',
  count: 50,
  isMixed: false,
  mixSeed: '1',
  ...usualSettings,
}

const storageKey = 'persona-loom.new-dataset'

/** What was typed before the page was left. Damaged or missing: a fresh start. */
export function readDraft(storage: Storage = sessionStorage): DatasetDraft {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? '{}')
    return { ...firstDraft, ...(stored as Partial<DatasetDraft>) }
  } catch {
    return firstDraft
  }
}

export function keepDraft(draft: DatasetDraft, storage: Storage = sessionStorage): void {
  storage.setItem(storageKey, JSON.stringify(draft))
}

/** The draft of the next dataset: the same list and model, and all else as at first, with what was written at hand. */
export function nextDraft(draft: DatasetDraft): DatasetDraft {
  const { sourceId, selectionId, modelSha256, templateKey = '', variables, lastTexts = {} } = draft
  const texts = { ...lastTexts, [templateKey]: { ...lastTexts[templateKey], ...variables } }
  return { ...firstDraft, sourceId, selectionId, modelSha256, lastTexts: texts }
}

/** Choices that a link carried win over what was stored. */
export function withLink(draft: DatasetDraft, link: PersonaFilter & { template?: string | undefined }): DatasetDraft {
  const { template, query, ...others } = link
  const { sourceId, selectionId, languages, lengths, used } = others
  const choosesPersonas = query !== undefined || Object.values(others).some((value) => value !== undefined)
  return {
    ...draft,
    ...(choosesPersonas ? { query: query ?? '', sourceId, selectionId, languages, lengths, used } : {}),
    ...(template === undefined ? {} : { templateKey: template, variables: {} }),
  }
}

export function filterOf(draft: DatasetDraft): PersonaFilter {
  const { query, sourceId, selectionId, languages, lengths, used } = draft
  return {
    ...(query.trim() ? { query: query.trim() } : {}),
    ...(sourceId === undefined ? {} : { sourceId }),
    ...(selectionId === undefined ? {} : { selectionId }),
    ...(languages?.length ? { languages } : {}),
    ...(lengths?.length ? { lengths } : {}),
    ...(used === undefined ? {} : { used }),
  }
}

export function choiceOf(draft: DatasetDraft): PersonaChoice {
  return {
    ...filterOf(draft),
    count: Math.max(1, draft.count),
    ...(draft.isMixed ? { shuffleSeed: draft.mixSeed || '0' } : {}),
  }
}

/** The model that writes: the chosen one while it can be used, else the usual one, else any that can. */
export function modelOf(draft: DatasetDraft, models: readonly Model[]): Model | undefined {
  const usable = models.filter(({ problem }) => problem === null)
  return (
    usable.find(({ sha256 }) => sha256 === draft.modelSha256) ?? usable.find(({ isDefault }) => isDefault) ?? usable[0]
  )
}

/** The variables that are to have a text of one's own which is not written yet. */
export function unwrittenIn({ variables }: DatasetDraft): string[] {
  return Object.keys(variables).filter((name) => variables[name]?.trim() === '')
}

/** The variables without those: the template's own text stands for them. */
export function writtenIn({ variables }: DatasetDraft): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([, text]) => text.trim() !== ''))
}

/** What the core is asked for; undefined while template or model or a text are missing. */
export function requestOf(
  draft: DatasetDraft,
  templateKey: string | undefined,
  modelSha256: string | undefined,
): Input<'run.start'> | undefined {
  if (templateKey === undefined || modelSha256 === undefined || unwrittenIn(draft).length > 0) return undefined
  const name = draft.name.trim()
  return {
    ...(name ? { name } : {}),
    personas: choiceOf(draft),
    template: { key: templateKey },
    modelSha256,
    ...(draft.style ? { style: draft.style } : {}),
    ...(draft.system.trim() ? { system: draft.system } : {}),
    variables: draft.variables,
    sampling: changedSampling(draft),
    seed: draft.seed || '0',
    ...(draft.parallel === undefined ? {} : { parallel: draft.parallel }),
    attempts: draft.attempts,
  }
}

/** The seed after this one: 0, 1, 2; harbour, harbour2, harbour3. */
export function nextSeed(seed: string): string {
  const [end = seed ? '1' : '0'] = /\d+$/.exec(seed) ?? []
  return `${seed.replace(/\d+$/, '')}${BigInt(end) + 1n}`
}

/** Only what was typed, also where it is the usual: the rest comes from what suits the template and the model. */
function changedSampling({ temperature, topP, maxTokens }: DatasetDraft): Input<'run.start'>['sampling'] {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  }
}
