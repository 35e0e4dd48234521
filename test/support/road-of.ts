import { act } from '@testing-library/react'
import type { Reply } from '#contract/errors'
import type { Connection, Transport } from '../../src-renderer/client/transport.ts'

/** A road whose answers, events and breaks the test decides. */
export function roadOf(answer: (name: string, input: unknown) => Reply | Promise<Reply>) {
  const heard = new Set<(name: string, payload: unknown) => void>()
  const watchers = new Set<(state: Connection) => void>()
  const asked: [name: string, input: unknown][] = []
  const downloads: string[] = []
  const transport: Transport = {
    async request(name, input) {
      asked.push([name, input])
      return answer(name, input)
    },
    onEvent(listener) {
      heard.add(listener)
      return () => void heard.delete(listener)
    },
    onConnection(watcher) {
      watchers.add(watcher)
      watcher('open')
      return () => void watchers.delete(watcher)
    },
    async download(exportId) {
      downloads.push(exportId)
      return { ok: true, value: null }
    },
  }
  return {
    ...{ transport, asked, downloads },
    /** What was sent to a route, in order. */
    sentTo: (route: string) => asked.flatMap(([name, input]) => (name === route ? [input] : [])),
    tell: (name: string, payload: unknown) => act(() => Array.from(heard).map((listener) => listener(name, payload))),
    become: (state: Connection) => act(() => Array.from(watchers).map((watcher) => watcher(state))),
  }
}

export const answerWith = (value: unknown): Reply => ({ ok: true, value })
