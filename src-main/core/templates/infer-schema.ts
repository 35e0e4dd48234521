type Fields = Record<string, unknown>
type Schema = Record<string, unknown>

export type InferredSchema = {
  schema: Schema
  /** In every example, in half of them or more, in fewer. */
  fields: string[]
  optional: string[]
  leftOut: string[]
  /** Fields with a few values that come again and again. */
  choices: { field: string; values: string[] }[]
  /** Tokens of the longest answer that it allows. */
  longestTokens: number
}

/** What an answer may have unless a template says otherwise. */
const usualTokens = 2_048
/**
 * So many times the longest text of the examples, the first that fits into an answer: a text is cut where its room ends,
 * and with a quarter more than the examples had, most rows of the default model were cut in the middle of a sentence.
 */
const rooms = [4, 2, 1.25]
/** As the inference process limits texts. */
const mostCharacters = 2_000
const leastForChoices = 4
const longestChoice = 60

/** A JSON schema that all of the objects fit: common fields with their types, bounds from the shortest and longest. */
export function inferSchema(objects: readonly Fields[]): InferredSchema {
  const roomy = rooms.map((room) => schemaOfObjects(objects, room)).find((schema) => longest(schema) <= usualTokens)
  const schema = roomy ?? schemaOfObjects(objects, 1)
  const { names, required } = shareOf(objects)
  const properties = schema['properties'] as Record<string, Schema>
  const choices = Object.entries(properties).flatMap(([field, node]) =>
    Array.isArray(node['enum']) ? [{ field, values: node['enum'] as string[] }] : [],
  )
  return {
    ...{ schema, choices, longestTokens: longest(schema) },
    fields: required,
    optional: Object.keys(properties).filter((name) => !required.includes(name)),
    leftOut: names.filter((name) => !Object.hasOwn(properties, name)),
  }
}

/** The names that objects have, in the order of their first coming, and those that all of them have. */
function shareOf(objects: readonly Fields[]) {
  const names = Array.from(new Set(objects.flatMap(Object.keys)))
  const count = (name: string) => objects.filter((object) => Object.hasOwn(object, name)).length
  return {
    names,
    required: names.filter((name) => count(name) === objects.length),
    common: names.filter((name) => count(name) * 2 >= objects.length),
  }
}

function schemaOfObjects(objects: readonly Fields[], room: number): Schema {
  const { common, required } = shareOf(objects)
  const properties = common.map((name) => {
    const values = objects.flatMap((object) => (Object.hasOwn(object, name) ? [object[name]] : []))
    return [name, schemaOf(values, room)] as const
  })
  return { type: 'object', additionalProperties: false, required, properties: Object.fromEntries(properties) }
}

/** What some values have in common. Where they are of several types, each of them is allowed. */
function schemaOf(values: readonly unknown[], room: number): Schema {
  const texts = values.filter((value) => typeof value === 'string')
  const lists = values.filter(Array.isArray)
  const objects = values.filter(isObject)
  const numbers = values.filter((value) => typeof value === 'number')
  const isWhole = numbers.every(Number.isInteger)
  const types = [
    ...(texts.length > 0 ? ['string'] : []),
    ...(numbers.length > 0 ? [isWhole ? 'integer' : 'number'] : []),
    ...(values.some((value) => typeof value === 'boolean') ? ['boolean'] : []),
    ...(lists.length > 0 ? ['array'] : []),
    ...(objects.length > 0 ? ['object'] : []),
    ...(values.includes(null) ? ['null'] : []),
  ]
  const choices = types.length === 1 ? choicesOf(texts) : undefined
  if (choices) return { type: 'string', enum: choices }
  return {
    type: types.length === 1 ? types[0] : types,
    ...(texts.length > 0 ? boundsOf(texts, room) : {}),
    ...(numbers.length > 0 && numbers.every((value) => value >= 0) ? { minimum: 0 } : {}),
    ...(lists.length > 0 ? schemaOfLists(lists, room) : {}),
    ...(objects.length > 0 ? schemaOfObjects(objects, room) : {}),
    // Of several types, that of objects would take the name.
    ...(types.length > 1 ? { type: types } : {}),
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function boundsOf(texts: readonly string[], room: number): Schema {
  const lengths = texts.map((text) => Array.from(text).length)
  const most = Math.max(10, Math.ceil((Math.max(...lengths) * room) / 10) * 10)
  return { minLength: Math.floor(Math.min(...lengths) / 2), maxLength: Math.min(mostCharacters, most) }
}

function schemaOfLists(lists: readonly unknown[][], room: number): Schema {
  const lengths = lists.map(({ length }) => length)
  const entries = lists.flat()
  return {
    minItems: Math.min(...lengths),
    maxItems: Math.max(...lengths),
    ...(entries.length > 0 ? { items: schemaOf(entries, room) } : { items: {} }),
  }
}

/** Labels: a few short texts of which at least half come again. */
function choicesOf(texts: readonly string[]): string[] | undefined {
  const different = Array.from(new Set(texts))
  const isFew = texts.length >= leastForChoices && different.length > 1 && different.length * 2 <= texts.length
  return isFew && different.every((text) => text.length <= longestChoice) ? different : undefined
}

/** Tokens of the longest answer of a schema of ours, one a character, as the inference process counts. */
function longest(node: Schema): number {
  if (Array.isArray(node['enum'])) return Math.max(...node['enum'].map((each) => JSON.stringify(each).length))
  const types = [node['type']].flat()
  const lengths: Record<string, () => number> = {
    string: () => Number(node['maxLength']) + 2,
    integer: () => 16,
    number: () => 23,
    boolean: () => 5,
    null: () => 4,
    array: () => {
      const most = Number(node['maxItems'])
      return most === 0 ? 2 : most * (longest(node['items'] as Schema) + 1) + 1
    },
    object: () => {
      const properties = Object.entries(node['properties'] as Record<string, Schema>)
      return properties.reduce((sum, [name, inner]) => sum + JSON.stringify(name).length + 2 + longest(inner), 2)
    },
  }
  return Math.max(...types.map((type) => lengths[String(type)]?.() ?? 0))
}
