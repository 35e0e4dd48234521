import { z } from 'zod'
import { AppError } from '#contract/errors'

/** A bound of fewer characters is no room for a text that could be cut off. */
const shortestText = 24

type Node = Record<string, unknown>

/**
 * Holds an object against a JSON schema, of which a `format` only describes. Throws `bad-template` where no object that
 * the model is held to could fit, or the schema is none.
 */
export function jsonRules(schema: Node): (value: Node) => boolean {
  if (!isOfObjects(schema)) throw unusable('allows something else than an object at its top')
  const undescribed = findUndescribed(schema, '')
  if (undescribed) throw unusable(undescribed)
  try {
    const rules = z.fromJSONSchema(withoutFormats(schema) as Node)
    return (value) => rules.safeParse(value).success
  } catch (error) {
    throw unusable(`cannot be followed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * Whether a text in an answer has as many characters as its `maxLength` allows and stops in the middle of something: the
 * model was held to end it there. Codes and single words, for which the bound is their measure, do not count.
 */
export function endsAtBound(schema: unknown, value: unknown): boolean {
  if (!isNode(schema)) return false
  if (typeof value === 'string') {
    const { maxLength, minLength = 0, pattern } = schema
    const isText = typeof maxLength === 'number' && maxLength >= shortestText && minLength !== maxLength && !pattern
    return isText && [...value].length === maxLength && !/[.!?…。！？)\]"”’»]$/u.test(value)
  }
  if (Array.isArray(value)) return value.some((each) => endsAtBound(schema['items'], each))
  const { properties } = schema
  return (
    isNode(value) &&
    isNode(properties) &&
    Object.entries(value).some(([key, each]) => endsAtBound(properties[key], each))
  )
}

function isOfObjects(node: unknown): boolean {
  if (!isNode(node)) return false
  const branches = node['anyOf'] ?? node['oneOf']
  if (Array.isArray(branches)) return branches.every(isOfObjects)
  if (Array.isArray(node['enum'])) return node['enum'].every(isNode)
  if (Object.hasOwn(node, 'const')) return isNode(node['const'])
  const { type = node['properties'] ? 'object' : undefined } = node
  return type === 'object' || (Array.isArray(type) && type.every((one) => one === 'object'))
}

/** Only what is described is written, so what is required beside it would always be missing. */
function findUndescribed(node: unknown, path: string): string | undefined {
  if (Array.isArray(node)) return node.map((each) => findUndescribed(each, path)).find(Boolean)
  if (!isNode(node)) return undefined
  const { properties, required, enum: _, const: __, ...rest } = node
  const described = isNode(properties) ? properties : {}
  const missing = Array.isArray(required) ? required.find((key) => !Object.hasOwn(described, String(key))) : undefined
  if (missing !== undefined) return `requires “${missing}” at ${path || 'its top'} and does not describe it`
  return (
    Object.entries(described)
      .map(([key, each]) => findUndescribed(each, path ? `${path}.${key}` : key))
      .find(Boolean) ?? findUndescribed(Object.values(rest).filter(isNodeOrList), path)
  )
}

function withoutFormats(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutFormats)
  if (!isNode(node)) return node
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, each]) => {
      if (key === 'format' && typeof each === 'string') return []
      return [[key, key === 'enum' || key === 'const' ? each : withoutFormats(each)]]
    }),
  )
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isNodeOrList = (value: unknown): boolean => typeof value === 'object' && value !== null

function unusable(what: string): AppError {
  return new AppError(
    'bad-template',
    `The output rules of the template cannot be used: the schema ${what}. Nothing was made.`,
  )
}
