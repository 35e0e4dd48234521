import { errorCodes } from '#contract/errors'
import type { CallName, FromChild } from './wire.ts'

type Fields = Record<string, unknown>
/** Far beyond what comes in a twentieth of a second. */
const longestPieces = 2 ** 20

/** What a process sent, if it is a message of the wire; undefined for anything else. */
export function readMessage(message: unknown): FromChild | undefined {
  return isFields(message) && isKnown(message) ? (message as FromChild) : undefined
}

function isKnown(message: Fields): boolean {
  switch (message['type']) {
    case 'ready':
    case 'beat':
      return true
    case 'text':
      return isPieces(message['pieces'])
    case 'connection':
      return isConnection(message['connection'])
    case 'done':
      return isId(message['id'])
    case 'failed':
      return isId(message['id']) && isText(message['message']) && isCode(message['code'])
    default:
      return false
  }
}

function isPieces(pieces: unknown): boolean {
  if (!Array.isArray(pieces)) return false
  let length = 0
  for (const piece of pieces) {
    if (!isFields(piece) || !isId(piece['id']) || !isText(piece['text'])) return false
    length += piece['text'].length
  }
  return length <= longestPieces
}

/** Whether an answer has every part that its call promises. */
export function isOutput(name: CallName, output: unknown): boolean {
  switch (name) {
    case 'load':
      return (
        isFields(output) && isCount(output['contextLength']) && isText(output['build']) && isCount(output['threads'])
      )
    case 'measure':
      return isListOf(output, isCount)
    case 'show':
      return isFields(output) && isText(output['text']) && isListOf(output['tokens'], isCount)
    case 'generate':
      return isFields(output) && isGenerated(output)
    case 'embed':
      return isListOf(output, (vector) => vector instanceof Float32Array)
    case 'held':
      return isCount(output)
    case 'open':
    case 'unload':
      return output === undefined
  }
}

function isGenerated(output: Fields): boolean {
  return (
    ['promptText', 'text', 'reasoning'].every((key) => isText(output[key])) &&
    ['startLength', 'promptTokens', 'tokens'].every((key) => isCount(output[key])) &&
    Number.isFinite(output['durationMs']) &&
    ['stop', 'length', 'repetition', 'early'].includes(output['finishReason'] as string)
  )
}

const isConnection = (value: unknown): boolean =>
  isFields(value) && isText(value['target']) && typeof value['isOutside'] === 'boolean'
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0
const isCode = (value: unknown): boolean => value === undefined || errorCodes.some((code) => code === value)
const isListOf = (value: unknown, fits: (entry: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(fits)
