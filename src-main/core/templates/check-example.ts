import type { Example } from '#contract/recipe'
import { textKey } from '../text.ts'
import type { ExamplePiece } from './read-examples.ts'

/** An example that can be used; `persona` is null where its text does not name one. */
export type GoodExample = { persona: string | null; output: Example['output'] }

export type CheckedExample = { piece: ExamplePiece } & ({ good: GoodExample } | { problem: string })

/** Ten of them, a task and an answer have to fit into what a model can read at once. */
const longestExample = 20_000
/** What answers in JSON can be held to, as the inference process limits it. */
const deepest = 64
const longestField = 2_000
const mostEntries = 1_000

const personaNames = ['persona', 'input persona', 'input_persona']
const textName = 'synthesized text'

/** Holds each piece for itself and against those before it. */
export function checkExamples(pieces: readonly ExamplePiece[]): CheckedExample[] {
  const firsts = new Map<string, number>()
  return pieces.map((piece, at) => {
    if (piece.problem !== undefined) return { piece, problem: piece.problem }
    const good = 'value' in piece ? fromValue(piece.value) : { persona: null, output: piece.text }
    if ('problem' in good) return { piece, problem: good.problem }
    const problem = flawOf(good)
    if (problem) return { piece, problem }
    const key = textKey(typeof good.output === 'string' ? good.output : JSON.stringify(good.output)).toString('hex')
    const first = firsts.get(key)
    if (first !== undefined) return { piece, problem: `It says the same as example ${first + 1}.` }
    firsts.set(key, at)
    return { piece, good }
  })
}

/** A row of a dataset, an object with its persona in a field, or the answer itself. */
function fromValue(value: unknown): GoodExample | { problem: string } {
  if (typeof value === 'string') return { persona: null, output: value.trim() }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: `It is ${kindOf(value)}, where a text or an object with named fields is needed.` }
  }
  // Nested too deeply, it could not even be walked through.
  if (depthOf(value) > deepest) return { problem: `It is nested more than ${deepest} levels deep.` }
  const fields = Object.entries(value)
  const named = fields.find(([name]) => personaNames.includes(name.trim().toLowerCase()))
  const persona = typeof named?.[1] === 'string' && named[1].trim() ? named[1].trim() : null
  const rest = fields.filter((field) => field !== named)
  const text = rest.find(([name]) => name === textName) ?? (named && rest.length === 1 ? rest[0] : undefined)
  if (typeof text?.[1] === 'string') return { persona, output: text[1].trim() }
  if (rest.length === 0) return { problem: 'It has no field beside the persona.' }
  return { persona, output: Object.fromEntries(rest) }
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing (null)'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

function depthOf(value: unknown, level = 0): number {
  if (typeof value !== 'object' || value === null || level > deepest) return level
  return Math.max(level + 1, ...Object.values(value).map((each) => depthOf(each, level + 1)))
}

function flawOf({ persona, output }: GoodExample): string | undefined {
  if (output === '') return 'It is empty.'
  const length = typeof output === 'string' ? output.length : JSON.stringify(output).length
  if (length > longestExample) {
    return `It has ${figure(length)} characters; an example has ${figure(longestExample)} at most. Shorten it.`
  }
  return invisible(persona ?? '') ?? (typeof output === 'string' ? invisible(output) : flawOfValue(output, ''))
}

/** What no output rule can hold, or no file keep. */
function flawOfValue(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') {
    const length = Array.from(value).length
    if (length > longestField) {
      return `“${path}” has ${figure(length)} characters; a named field has ${figure(longestField)} at most.`
    }
    return invisible(value)
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value) && value.length > mostEntries) {
    return `“${path}” has ${figure(value.length)} entries; a list has ${figure(mostEntries)} at most.`
  }
  for (const [name, inner] of Object.entries(value)) {
    if (name === '__proto__') return 'It has a field called “__proto__”, which cannot be kept. Give it another name.'
    const place = Array.isArray(value) ? `${path}[]` : path ? `${path}.${name}` : name
    const flaw = (Array.isArray(value) ? undefined : invisible(name)) ?? flawOfValue(inner, place)
    if (flaw) return flaw
  }
  return undefined
}

// Line breaks and tabs belong to texts; what else cannot be seen would be learnt and written again.
const control = /(?![\n\t])[\p{Cc}\p{Cs}]/u

function invisible(text: string): string | undefined {
  const found = control.exec(text)?.[0]
  if (found === undefined) return undefined
  const code = (found.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')
  return `It holds a character that cannot be seen (U+${code}). Take it out.`
}

export const figure = (value: number) => value.toLocaleString('en')
