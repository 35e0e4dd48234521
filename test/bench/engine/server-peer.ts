import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { PromptMessage } from '../../../src-main/core/engine.ts'
import { dryAllowedTokens, dryTokens } from '../../../src-main/inference/write-row.ts'
import { withProcess } from './with-process.ts'
import { type Peer, type Row, type Work, type Written, warmUp, writeInLanes } from './work.ts'

const startLimitMs = 120_000
const pollMs = 50

/** What `scripts/build-peer.sh` built; undefined where it was not called. */
export function findServer(root: string): { binary: string; version: string } | undefined {
  const binary = join(root, '.peer', 'bin', 'llama-server')
  const version = join(root, '.peer', 'version')
  return existsSync(binary) && existsSync(version)
    ? { binary, version: readFileSync(version, 'utf8').trim() }
    : undefined
}

/**
 * llama.cpp's own server, set up for this work: a slot for each row at once, a thread for each core, the same token ids
 * and chances, whole answers (streaming would cost it time). Its prompt cache and flash attention, which it uses on a
 * processor too, are as they come.
 */
export function createServerPeer({ binary, modelPath }: { binary: string; modelPath: string }): Peer {
  return {
    name: 'server',
    async write(work) {
      const port = await freePort()
      return withProcess({ command: binary, args: serverArguments(work, modelPath, port) }, async (child) => {
        const address = `http://127.0.0.1:${port}`
        await untilHealthy(address, child)
        await post(`${address}/completion`, { prompt: warmUp.text, n_predict: warmUp.tokens })
        return writeInLanes(work.rows, work.slots, (row) => writeRow(address, work, row))
      })
    },
  }
}

function serverArguments({ slots, contextSize }: Work, modelPath: string, port: number): string[] {
  const threads = String(availableParallelism())
  return [
    ...['--model', modelPath, '--host', '127.0.0.1', '--port', String(port)],
    ...['--parallel', String(slots), '--ctx-size', String(slots * contextSize)],
    ...['--threads', threads, '--threads-batch', threads],
    ...['--no-ui', '--log-verbosity', '0'],
  ]
}

/** The request for one row; a schema goes the way the server offers it, as the format of a chat's response. */
export function requestFor({ form, sampling, exact = false }: Work, { prompt, ids, seed }: Row) {
  const chances = {
    temperature: sampling.temperature,
    top_k: sampling.topK,
    top_p: sampling.topP,
    min_p: sampling.minP,
    // Only what ours does too, so that it pays for nothing else.
    samplers: [
      ...(sampling.dryStrength > 0 ? ['dry'] : []),
      ...['top_k', 'top_p', ...(sampling.minP > 0 ? ['min_p'] : []), 'temperature'],
    ],
    ...(sampling.dryStrength > 0
      ? {
          dry_multiplier: sampling.dryStrength,
          dry_allowed_length: dryAllowedTokens,
          dry_penalty_last_n: dryTokens,
        }
      : {}),
    seed,
    cache_prompt: true,
  }
  if (form.kind !== 'json') {
    return { path: '/completion', body: { ...chances, prompt: ids, n_predict: sampling.maxTokens, ignore_eos: exact } }
  }
  const messages = prompt.messages.map(({ role, parts }) => ({ role, content: textOf(parts) }))
  const schema = { type: 'json_schema', json_schema: { name: 'row', strict: true, schema: form.schema } }
  return {
    path: '/v1/chat/completions',
    body: { ...chances, messages, max_tokens: sampling.maxTokens, response_format: schema },
  }
}

type Completion = { content: string; tokens_predicted: number; stop_type: string }
type ChatCompletion = {
  choices: { message: { content: string }; finish_reason: string }[]
  usage: { completion_tokens: number }
}

async function writeRow(address: string, work: Work, row: Row): Promise<Written> {
  const { path, body } = requestFor(work, row)
  const answer = await post(address + path, body)
  return readAnswer(answer as Completion | ChatCompletion)
}

/** The server counts the token that ends an answer; here it does not count. */
export function readAnswer(answer: Completion | ChatCompletion): Written {
  if ('choices' in answer) {
    const choice = answer.choices[0]
    if (!choice) throw new Error('llama-server answered without a choice')
    const ended = choice.finish_reason === 'stop'
    const tokens = answer.usage.completion_tokens - (ended ? 1 : 0)
    return { text: choice.message.content, tokens, end: ended ? 'stop' : 'length' }
  }
  const ended = answer.stop_type === 'eos'
  return { text: answer.content, tokens: answer.tokens_predicted - (ended ? 1 : 0), end: ended ? 'stop' : 'length' }
}

export function textOf(parts: PromptMessage['parts']): string {
  return parts.map(({ text }) => text).join('')
}

async function post(url: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`llama-server refused a row (${response.status}): ${await response.text()}`)
  return response.json()
}

async function untilHealthy(address: string, child: ChildProcess): Promise<void> {
  const limit = performance.now() + startLimitMs
  while (child.exitCode === null && performance.now() < limit) {
    const isHealthy = await fetch(`${address}/health`).then(
      ({ ok }) => ok,
      () => false, // Not listening yet.
    )
    if (isHealthy) return
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  throw new Error('llama-server did not start')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
