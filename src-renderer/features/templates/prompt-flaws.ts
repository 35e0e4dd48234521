import { variablePattern } from '#contract/variables'

/** Replaces a stretch of the text. */
export type Fix = { from: number; to: number; insert: string }

/**
 * A place in a prompt that will not do what was meant. `unknown` refuses the template; the others may be meant: a
 * variable that is written in a way that nobody replaces, and braces without their partner.
 */
export type PromptFlaw = {
  kind: 'unknown' | 'loose' | 'opened' | 'closed'
  /** The variable's name, or the brace itself. */
  name: string
  from: number
  to: number
  fix?: Fix
}

/** More would help nobody, and a text of braces alone must not bring the page to its knees. */
const mostFlaws = 100
const longestName = 60
/** `{ persona }` and `{{persona}}`, as other programs write variables. */
const loosePattern = /\{\{?[ \t]*([a-z][a-z0-9_]*)[ \t]*\}\}?/gi

/** The variables that a text may use besides those of its template. */
export function knownNames(variables: readonly string[]): string[] {
  return ['persona', ...variables]
}

/** The first variable that the core would refuse, by name. */
export function unknownVariable(text: string, variables: readonly string[]): string | undefined {
  const known = knownNames(variables)
  return Array.from(text.matchAll(variablePattern), ([, name]) => name as string).find((name) => !known.includes(name))
}

/** What to look at in a prompt, in the order of the text. */
export function flawsOf(text: string, variables: readonly string[]): PromptFlaw[] {
  const known = knownNames(variables)
  return [...unknownFlaws(text, known), ...looseFlaws(text, known), ...braceFlaws(text, known)]
    .sort((one, other) => one.from - other.from)
    .slice(0, mostFlaws)
}

function unknownFlaws(text: string, known: readonly string[]): PromptFlaw[] {
  return Array.from(text.matchAll(variablePattern)).flatMap((match) => {
    const name = match[1] as string
    if (known.includes(name)) return []
    const [from, to] = [match.index, match.index + match[0].length]
    const meant = nearest(name, known)
    return [{ kind: 'unknown', name, from, to, ...(meant ? { fix: { from, to, insert: `{${meant}}` } } : {}) }]
  })
}

function looseFlaws(text: string, known: readonly string[]): PromptFlaw[] {
  return Array.from(text.matchAll(loosePattern)).flatMap((match) => {
    const name = match[1] as string
    const insert = `{${name}}`
    if (match[0] === insert || !known.includes(name) || isUneven(match[0])) return []
    const [from, to] = [match.index, match.index + match[0].length]
    return [{ kind: 'loose', name, from, to, fix: { from, to, insert } }]
  })
}

/** Two braces on one side and one on the other belong to something else. */
function isUneven(match: string): boolean {
  return match.startsWith('{{') !== match.endsWith('}}')
}

/** Braces without a partner. One behind a backslash is LaTeX's way of writing it. */
function braceFlaws(text: string, known: readonly string[]): PromptFlaw[] {
  const open: number[] = []
  const flaws: PromptFlaw[] = []
  for (const { 0: found, index } of text.matchAll(/\\[\s\S]|[{}]/g)) {
    if (found === '{') open.push(index)
    else if (found === '}' && open.pop() === undefined) flaws.push(closedFlaw(text, index, known))
  }
  return [...open.slice(0, mostFlaws).map((at) => openedFlaw(text, at, known)), ...flaws.slice(0, mostFlaws)]
}

function openedFlaw(text: string, from: number, known: readonly string[]): PromptFlaw {
  const name = /^[a-z][a-z0-9_]*/i.exec(text.slice(from + 1, from + 1 + longestName))?.[0] ?? ''
  const end = from + 1 + name.length
  const fix = known.includes(name) ? { fix: { from: end, to: end, insert: '}' } } : {}
  return { kind: 'opened', name: '{', from, to: from + 1, ...fix }
}

function closedFlaw(text: string, from: number, known: readonly string[]): PromptFlaw {
  const name = /[a-z][a-z0-9_]*$/i.exec(text.slice(Math.max(0, from - longestName), from))?.[0] ?? ''
  const start = from - name.length
  const fix = known.includes(name) ? { fix: { from: start, to: start, insert: '{' } } : {}
  return { kind: 'closed', name: '}', from, to: from + 1, ...fix }
}

/** The known name that was probably meant: the same but for its letters' case, or one or two slips away. */
function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > longestName) return undefined
  const slips = known.map((each) => slipsBetween(name.toLowerCase(), each.toLowerCase()))
  const least = Math.min(...slips)
  const allowed = name.length < 4 ? 0 : name.length < 7 ? 1 : 2
  return least <= allowed ? known[slips.indexOf(least)] : undefined
}

/** Letters to put in, leave out, change or swap until one word is the other (Damerau-Levenshtein, adjacent swaps). */
function slipsBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let y = 1; y <= one.length; y++) {
    const row = [y]
    for (let x = 1; x <= other.length; x++) {
      const isSame = one[y - 1] === other[x - 1]
      const isSwap = y > 1 && x > 1 && one[y - 1] === other[x - 2] && one[y - 2] === other[x - 1]
      const cost = (dy: number, dx: number) => (dy === 0 ? row : (rows[y - dy] as number[]))[x - dx] as number
      row.push(
        Math.min(
          cost(1, 1) + (isSame ? 0 : 1),
          cost(1, 0) + 1,
          cost(0, 1) + 1,
          isSwap ? cost(2, 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    rows.push(row)
  }
  return rows[one.length]?.[other.length] as number
}

/** Where a variable is being written before `at`: from its brace to behind the one that closes it, if there is one. */
export function variableAt(text: string, at: number): { from: number; to: number } | undefined {
  const before = text.slice(Math.max(0, at - longestName), at)
  const begun = /(?<![\w\\^}{$])\{[a-z0-9_]*$/i.exec(before)
  return begun ? { from: at - begun[0].length, to: text[at] === '}' ? at + 1 : at } : undefined
}
