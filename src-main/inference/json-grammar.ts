import type { JsonSchema } from '../core/engine.ts'
import { badSchema, type Defaults, defaultSteps, limits, literal } from './json-limits.ts'
import { integerGrammar, numberGrammar } from './number-grammar.ts'
import { patternToGrammar } from './pattern-grammar.ts'

const kinds = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'] as const
type Kind = (typeof kinds)[number]

/** Keywords that change what is valid in a way that no grammar here follows. The rest (titles, formats) only describes. */
const unknownKeywords = [
  '$ref',
  'allOf',
  'not',
  'if',
  'patternProperties',
  'propertyNames',
  'prefixItems',
  'contains',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
]
const characterRule = '[^"\\\\\\x00-\\x1F\\x7F] | "\\\\" ["\\\\/nt]'

/**
 * The grammar (GBNF of llama.cpp) of what a JSON schema allows, written without white space, with every declared property
 * in its order and with an end to every text and list. `start` is the beginning that is written in; the grammar is of
 * the rest. Throws `bad-template`.
 */
export function jsonGrammar(schema: JsonSchema, start: string, defaults: Defaults = defaultSteps[0]): string {
  if (sizeOf(schema) > limits.schemaBytes) throw badSchema('is larger than 64 KB')
  const rules = new Map<string, string>()
  let repetitions = 0

  /** Gives an expression a name, the same one where it was named before. */
  function rule(expression: string): string {
    const name = rules.get(expression) ?? `r${rules.size}`
    rules.set(expression, name)
    if (rules.size > limits.rules) throw badSchema(`needs more than ${limits.rules} rules`)
    return name
  }

  function times(expression: string, least: number, most: number): string {
    repetitions += most
    if (repetitions > limits.repetitions) throw badSchema('allows more text than fits any model')
    return `${expression}{${least},${most}}`
  }

  function value(node: unknown, path: string, depth: number): string {
    if (depth > limits.depth) throw tooDeep()
    if (typeof node !== 'object' || node === null || Array.isArray(node)) {
      throw badSchema(`has no rule for ${path || 'its value'}`)
    }
    const shape = node as Record<string, unknown>
    const unknown = unknownKeywords.find((keyword) => Object.hasOwn(shape, keyword))
    if (unknown) throw badSchema(`uses “${unknown}” at ${path || 'its top'}, which this app cannot follow`)

    if (Object.hasOwn(shape, 'const')) return literal(JSON.stringify(shape['const']))
    if (Array.isArray(shape['enum']))
      return oneOf(
        shape['enum'].map((each) => literal(JSON.stringify(each))),
        path,
      )
    const branches = shape['anyOf'] ?? shape['oneOf']
    if (Array.isArray(branches))
      return oneOf(
        branches.map((each) => value(each, path, depth + 1)),
        path,
      )
    return oneOf(
      kindsOf(shape, path).map((kind) => valueOfKind(kind, shape, path, depth)),
      path,
    )
  }

  function valueOfKind(kind: Kind, shape: Record<string, unknown>, path: string, depth: number): string {
    switch (kind) {
      case 'object':
        return object(shape, path, depth)
      case 'array':
        return list(shape, path, depth)
      case 'string':
        return text(shape, path)
      case 'integer':
        return number(integerGrammar(shape), path)
      case 'number':
        return number(numberGrammar(shape), path)
      case 'boolean':
        return '("true" | "false")'
      case 'null':
        return '"null"'
    }
  }

  function object(shape: Record<string, unknown>, path: string, depth: number): string {
    const properties = Object.entries((shape['properties'] ?? {}) as Record<string, unknown>)
    if (properties.length === 0) return literal('{}')
    const parts = properties.flatMap(([key, node], at) => [
      literal(`${at === 0 ? '{' : ','}${JSON.stringify(key)}:`),
      value(node, path ? `${path}.${key}` : key, depth + 1),
    ])
    return [...parts, literal('}')].join(' ')
  }

  function list(shape: Record<string, unknown>, path: string, depth: number): string {
    const least = count(shape['minItems'], 0)
    const most = Math.max(least, count(shape['maxItems'], Math.max(least, defaults.items)))
    if (most > limits.items) throw badSchema(`allows more than ${limits.items} entries in ${path || 'its list'}`)
    if (most === 0) return literal('[]')
    const item = rule(value(shape['items'], `${path}[]`, depth + 1))
    const entries = `${item} ${times(`("," ${item})`, Math.max(0, least - 1), most - 1)}`
    return `"[" ${least === 0 ? `(${entries})?` : entries} "]"`
  }

  function text(shape: Record<string, unknown>, path: string): string {
    const { pattern } = shape
    if (typeof pattern === 'string')
      return `"\\"" ${patternToGrammar(pattern, { inJson: true, times, bad: (what) => badSchema(`has a pattern in “${path}” that ${what}`) })} "\\""`
    const least = count(shape['minLength'], 0)
    const most = Math.max(least, count(shape['maxLength'], Math.max(least, defaults.characters)))
    if (most > limits.characters) {
      throw badSchema(`allows more than ${limits.characters} characters in ${path || 'its text'}`)
    }
    return `"\\"" ${times(rule(characterRule), least, most)} "\\""`
  }

  function number(grammar: string | undefined, path: string): string {
    if (grammar === undefined) throw badSchema(`has no value for ${path || 'its top'}`)
    return rule(grammar)
  }

  function oneOf(options: string[], path: string): string {
    if (options.length === 0) throw badSchema(`has no value for ${path || 'its top'}`)
    return options.length === 1 ? (options[0] as string) : `(${options.join(' | ')})`
  }

  const root = withoutStart(value(schema, '', 0), start)
  return [`root ::= ${root}`, ...Array.from(rules, ([expression, name]) => `${name} ::= ${expression}`)].join('\n')
}

function sizeOf(schema: JsonSchema): number {
  try {
    return Buffer.byteLength(JSON.stringify(schema))
  } catch {
    throw tooDeep() // Only thousands of levels make it fail.
  }
}

function tooDeep(): Error {
  return badSchema(`is nested too deeply (limit ${limits.depth})`)
}

function kindsOf(shape: Record<string, unknown>, path: string): Kind[] {
  const declared = shape['type'] ?? (shape['properties'] ? 'object' : shape['items'] ? 'array' : undefined)
  const named = Array.isArray(declared) ? declared : [declared]
  const known = named.flatMap((name) => kinds.find((kind) => kind === name) ?? [])
  if (known.length === 0 || known.length < named.length) throw badSchema(`gives no known type for ${path || 'its top'}`)
  return known
}

function count(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : otherwise
}

/** A start can be written in only as far as every answer would begin with it: `{`, or `{"name":"`. */
function withoutStart(root: string, start: string): string {
  let rest = root
  let missing = start
  while (missing) {
    const opening = /^"((?:[^"\\]|\\.)*)" ?/.exec(rest)
    const text = opening?.[1]?.replace(/\\(["\\])/g, '$1')
    if (!opening || !text || !(text.startsWith(missing) || missing.startsWith(text))) {
      throw badSchema('does not begin with the start that is written in')
    }
    const left = text.slice(missing.length)
    rest = `${left ? `${literal(left)} ` : ''}${rest.slice(opening[0].length)}`
    missing = missing.slice(text.length)
  }
  return rest
}
