import { notifications } from '@mantine/notifications'
import { act, render } from '@testing-library/react'
import { AppError } from '#contract/errors'
import type { EventName, Input, Output, Payload, RouteName } from '#contract/index'
import { App } from '../../src-renderer/app.tsx'
import { type Connection, createClient } from '../../src-renderer/client/transport.ts'

/** What a core answers; throws an AppError to refuse. A route that is not among them is never answered. */
export type Answers = { [N in RouteName]?: (input: Input<N>) => Output<N> | Promise<Output<N>> }

/** happy-dom lays nothing out and has no fonts; a list draws what fits its height, and fields wait for fonts. */
const viewPx = 880

type Page = {
  /** Every request so far. */
  asked: { name: string; input: unknown }[]
  /** The files that were saved. */
  saved: { fileName: string; text: string }[]
  /** Whether a place is chosen for what is saved, or the dialog for it closed. */
  choosePlaces: (isChosen: boolean) => void
  /** Sends an event. */
  tell: <E extends EventName>(name: E, payload: Payload<E>) => void
  /** How the road to the core stands; open at first. */
  become: (state: Connection) => void
}

/** The whole app, at one of its places. The answers may be changed while it stands. */
export function showPage(place: string, answers: Answers): Page {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => viewPx })
  Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() })
  notifications.clean()
  window.location.hash = place
  const asked: Page['asked'] = []
  const saved: Page['saved'] = []
  let hasPlace = true
  const heard = new Set<(name: string, payload: unknown) => void>()
  const watchers = new Set<(state: Connection) => void>()
  const client = createClient({
    async request(name, input) {
      asked.push({ name, input })
      const answer = answers[name as RouteName] as ((input: unknown) => unknown) | undefined
      if (!answer) return new Promise(() => undefined)
      try {
        return { ok: true, value: await answer(input) }
      } catch (problem) {
        if (problem instanceof AppError) return { ok: false, error: { code: problem.code, message: problem.message } }
        throw problem
      }
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
    upload: async () => ({ ok: true, value: { fileId: 'upload:1' } }),
    async saveText(fileName, text) {
      if (hasPlace) saved.push({ fileName, text })
      return { ok: true, value: hasPlace ? fileName : null }
    },
  })
  render(<App client={client} />)
  return {
    asked,
    saved,
    choosePlaces: (isChosen) => {
      hasPlace = isChosen
    },
    become: (state) =>
      act(() => {
        for (const watcher of watchers) watcher(state)
      }),
    tell: (name, payload) =>
      act(() => {
        for (const listener of heard) listener(name, payload)
      }),
  }
}
