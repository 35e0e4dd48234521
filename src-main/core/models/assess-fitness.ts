import type { Fitness } from '#contract/models'
import { type SamplingChoice, samplingOf, usualSampling } from '#contract/sampling'
import type { Engine, Generated, JsonSchema, OutputForm, PromptMessage } from '../engine.ts'
import { ngramsOf, wordsOf } from '../text.ts'

const contextSize = 1024
const slots = 8
/** As in the check of rows, see `check-text`. */
const copiedRun = 8
const maxTokens = 200

const people = [
  'a baker in a village in the mountains',
  'a nurse who works at night',
  'a retired sailor who repairs clocks',
  'a student who builds model bridges',
]
/** Turns of another chat; none is about one of the people above. */
const examples = [
  ['a beekeeper', 'How far can my bees fly before the cold of an October evening keeps them from coming home?'],
  ['a bus driver', 'Which exercises for my back can I do in the four minutes that I wait at the last stop?'],
  ['a piano tuner', 'Why does an old piano in a damp church go out of tune sooner in its upper notes?'],
] as const
const keys = ['name', 'age', 'hobby'] as const
const schema: JsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 40 },
    age: { type: 'integer', minimum: 1, maximum: 110 },
    hobby: { type: 'string', minLength: 3, maxLength: 60 },
  },
}

/** Has the loaded model write four rows of each kind, with fixed seeds, and tells what it can do. */
export async function assessFitness(engine: Engine, recommended: SamplingChoice): Promise<Fitness> {
  await engine.open({ contextSize, slots })
  const sampling = samplingOf(usualSampling, recommended, { maxTokens })
  const { signal } = new AbortController()

  function write(ask: (person: string) => PromptMessage[], form: OutputForm = { kind: 'text' }): Promise<Generated[]> {
    return Promise.all(
      people.map((person, seed) =>
        engine.generate({ prompt: { messages: ask(person), start: '' }, form, sampling, seed, signal }),
      ),
    )
  }

  const started = await write((person) => [
    user(`Write one question that ${person} could put to an expert. Begin your answer with "Question:".`),
  ])
  const plain = await write((person) => [
    user(
      `Invent ${person}. Answer with one JSON object that has the keys "name", "age" and "hobby", and nothing else.`,
    ),
  ])
  const held = await write(
    (person) => [user(`Invent ${person}. Answer in JSON with the keys "name", "age" and "hobby".`)],
    { kind: 'json', schema },
  )
  const shown = await write((person) => [
    ...examples.flatMap(([other, question]) => [
      user(questionOf(other)),
      { ...user(question), role: 'assistant' as const },
    ]),
    user(questionOf(person)),
  ])

  const all = [...started, ...plain, ...held, ...shown]
  const found = {
    rows: people.length,
    followsStarts: count(started, ({ text }) => text.trimStart().startsWith('Question:')),
    endsByItself: count([...started, ...shown], ({ finishReason }) => finishReason === 'stop') / 2,
    plainJson: count(plain, ({ text }) => hasKeys(text)),
    heldJson: count(held, ({ text }) => hasKeys(text)),
    copiesExamples: count(shown, ({ text }) => copies(text)),
    thinksAloud: Math.min(
      people.length,
      count(all, ({ reasoning }) => reasoning !== ''),
    ),
  }
  return { ...found, endsByItself: Math.floor(found.endsByItself), style: styleFor(found) }
}

/** A model that does as it is told needs no examples; one that copies them gets none. */
function styleFor(found: Omit<Fitness, 'style'>): Fitness['style'] {
  const most = found.rows / 2
  if (found.followsStarts > most) return 'zero-shot'
  if (found.copiesExamples <= most && found.endsByItself >= most) return 'persona-few-shot'
  return found.endsByItself >= most ? 'zero-shot' : null
}

function user(text: string): PromptMessage {
  return { role: 'user', parts: [{ text }] }
}

function questionOf(person: string): string {
  return `Write one question that ${person} could put to an expert.`
}

function count(rows: readonly Generated[], holds: (row: Generated) => boolean): number {
  return rows.filter(holds).length
}

function hasKeys(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && keys.every((key) => Object.hasOwn(value, key))
  } catch {
    return false // Not JSON is what was to be found out.
  }
}

function copies(text: string): boolean {
  const runs = new Set(ngramsOf(wordsOf(text), copiedRun))
  return examples.some(([, question]) => ngramsOf(wordsOf(question), copiedRun).some((run) => runs.has(run)))
}
