import { open, rm, stat } from 'node:fs/promises'
import { Agent, get as httpsRequest } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { isDiskError, SourceError } from './source-error.mjs'

/** @typedef {AsyncIterable<Buffer> & { destroy: () => unknown }} Body */
/** @typedef {{ status: number, headers: Record<string, string | string[] | undefined>, body: Body }} Answer */
/** One request without redirects. @typedef {(url: URL, headers: Record<string, string>, signal: AbortSignal) => Promise<Answer>} Get */

const MAX_REDIRECTS = 5
/** Connections in a row that bring nothing, and connections in all: a server that sends one byte a time is given up. */
const MAX_IDLE = 3
const MAX_CONNECTIONS = 50
const PAUSE_MS = 500

/**
 * Loads a file into `part`, going on where an earlier try stopped. The size is known beforehand: whatever promises or
 * sends another one is refused. The content is for the caller to check.
 * @param {{ url: string, part: string, sizeBytes: number, get: Get, stallMs: number, onProgress: (doneBytes: number) => void }} options
 */
export async function fetchByHttps({ url, part, sizeBytes, get, stallMs, onProgress }) {
  let hasAnswered = false
  let idle = 0
  for (let connection = 1; ; connection++) {
    const before = await sizeOf(part)
    if (before === sizeBytes) return
    try {
      await transfer(before > sizeBytes ? 0 : before)
    } catch (error) {
      if (error instanceof SourceError || isDiskError(error)) throw error
      // A host that cannot be reached at all is left for the next source at once; a broken connection is taken up.
      if (!hasAnswered) throw new SourceError(reasonOf(error))
      idle = (await sizeOf(part)) > before ? 0 : idle + 1
      if (idle >= MAX_IDLE || connection >= MAX_CONNECTIONS) {
        throw new SourceError(`the connection broke off ${connection} times (${reasonOf(error)})`)
      }
      await wait(idle * PAUSE_MS)
    }
  }

  /** @param {number} offset */
  async function transfer(offset) {
    const stall = createStallTimer(stallMs)
    try {
      const answer = await follow(new URL(url), rangeFrom(offset), stall.signal, get)
      hasAnswered = true
      try {
        await receive(answer, offset, stall.rearm)
      } finally {
        answer.body.destroy()
      }
    } catch (error) {
      throw stall.signal.aborted ? new Error('nothing came for too long') : error
    } finally {
      stall.clear()
    }
  }

  /**
   * @param {Answer} answer
   * @param {number} offset
   * @param {() => void} onData
   */
  async function receive(answer, offset, onData) {
    if (answer.status === 416) await rm(part, { force: true })
    const start = startOf(answer, offset, sizeBytes)
    const file = await open(part, start > 0 ? 'a' : 'w')
    let done = start
    try {
      for await (const chunk of answer.body) {
        onData()
        done += chunk.length
        if (done > sizeBytes) break
        await file.writeFile(chunk)
        onProgress(done)
      }
    } finally {
      await file.close()
    }
    if (done > sizeBytes) {
      await rm(part, { force: true })
      throw new SourceError(`it sent more than the ${sizeBytes} bytes of the file`)
    }
    if (done < sizeBytes) throw new Error('the answer ended early')
  }
}

/** @type {Get} */
export function httpsGet(url, headers, signal) {
  return new Promise((resolve, reject) => {
    // A company's proxy in HTTPS_PROXY is used from Node 24 on; older ones ignore the option.
    const options = /** @type {import('node:https').AgentOptions} */ ({ proxyEnv: process.env })
    httpsRequest(url, { headers, signal, agent: new Agent(options) }, (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response })
    }).once('error', reject)
  })
}

/**
 * Where the answer's bytes belong; an answer that is not the wanted file is refused before its body is read.
 * @param {Answer} answer
 * @param {number} offset
 * @param {number} sizeBytes
 */
function startOf({ status, headers }, offset, sizeBytes) {
  if (status === 416) throw new Error('the server could not go on where the last try stopped')
  if (status === 206) {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(String(headers['content-range'])) ?? []
    if (Number(start) !== offset) throw new SourceError('it sent another part of the file than was asked for')
    requireSize(Number(total), sizeBytes)
    return offset
  }
  if (status !== 200) throw new SourceError(`it answered with status ${status}`)
  if (headers['content-length'] !== undefined) requireSize(Number(headers['content-length']), sizeBytes)
  return 0
}

/**
 * @param {number} offeredBytes
 * @param {number} sizeBytes
 */
function requireSize(offeredBytes, sizeBytes) {
  if (offeredBytes !== sizeBytes) throw new SourceError(`it offers ${offeredBytes} bytes instead of ${sizeBytes}`)
}

/**
 * @param {URL} first
 * @param {Record<string, string>} headers
 * @param {AbortSignal} signal
 * @param {Get} get
 */
async function follow(first, headers, signal, get) {
  let url = first
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await get(url, headers, signal)
    const location = answer.headers['location']
    if (answer.status < 300 || answer.status > 399 || typeof location !== 'string') return answer
    answer.body.destroy()
    if (!URL.canParse(location, url.href)) throw new SourceError('it redirects to something that is no address')
    url = new URL(location, url)
    if (url.protocol !== 'https:') throw new SourceError(`it redirects to ${url.protocol}//, which is not safe`)
  }
  throw new SourceError('it redirects without end')
}

/**
 * @param {number} offset
 * @returns {Record<string, string>}
 */
function rangeFrom(offset) {
  const headers = { 'user-agent': 'persona-loom', 'accept-encoding': 'identity' }
  return offset > 0 ? { ...headers, range: `bytes=${offset}-` } : headers
}

/** @param {number} stallMs */
function createStallTimer(stallMs) {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let timer = setTimeout(abort, stallMs)
  return {
    signal: controller.signal,
    rearm: () => {
      clearTimeout(timer)
      timer = setTimeout(abort, stallMs)
    },
    clear: () => clearTimeout(timer),
  }
}

/** @param {string} path */
async function sizeOf(path) {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return 'for an unknown reason'
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its address cannot be found'
  if (code === 'ECONNREFUSED') return 'it refuses connections'
  return String(code ?? error.message)
}
