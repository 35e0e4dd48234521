// @vitest-environment happy-dom
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Reply } from '#contract/errors'
import type { ImportEnd } from '#contract/personas'
import { ApiProvider } from '../../src-renderer/client/api.tsx'
import { PersonaImportProvider, usePersonaImport } from '../../src-renderer/client/persona-import.tsx'
import { createClient, type Transport } from '../../src-renderer/client/transport.ts'
import { importResult } from '../support/import-result.ts'
import { answerWith, roadOf } from '../support/road-of.ts'

afterEach(cleanup)

const end: ImportEnd = { result: importResult, problem: null }

/** A road on which the test decides when an import ends, what is heard of it and how files arrive. */
function handMadeRoad() {
  const arrivals: ((fileId: string) => void)[] = []
  let shown: Reply = answerWith({ end: null })
  const road = roadOf((name) => (name === 'import.show' ? shown : answerWith({ importId: 'a' })))
  const transport: Transport = {
    ...road.transport,
    upload: () => new Promise((settle) => arrivals.push((fileId) => settle({ ok: true, value: { fileId } }))),
  }
  return {
    ...{ transport, tell: road.tell, become: road.become },
    arrive: (at: number, fileId: string) => act(async () => arrivals[at]?.(fileId)),
    answer(reply: Reply) {
      shown = reply
    },
  }
}

function Shown() {
  const { state, choose, start } = usePersonaImport()
  const stands = 'fileName' in state ? `${state.step} ${state.fileName}` : state.step
  const problem = 'problem' in state ? state.problem?.message : undefined
  return (
    <>
      <p>{[stands, 'fileId' in state ? state.fileId : undefined, problem].filter(Boolean).join(', ')}</p>
      <button type="button" onClick={() => choose(new File(['x'], 'choir.csv'))}>
        choir
      </button>
      <button type="button" onClick={() => choose(new File(['x'], 'guild.csv'))}>
        guild
      </button>
      <button type="button" onClick={() => start({ fileId: 'upload:1' })}>
        start
      </button>
    </>
  )
}

async function showImport() {
  const road = handMadeRoad()
  render(
    <ApiProvider client={createClient(road.transport)}>
      <PersonaImportProvider>
        <Shown />
      </PersonaImportProvider>
    </ApiProvider>,
  )
  const press = (name: string) => act(() => screen.getByText(name).click())
  press('choir')
  await road.arrive(0, 'upload:1')
  return { ...road, press }
}

test('an import that ends before its id is known still shows its result', async () => {
  const { press, answer } = await showImport()
  answer({ ok: true, value: { end } })
  press('start')
  await waitFor(() => expect(screen.getByText('done choir.csv')).toBeTruthy())
})

test('an import that ends while the connection is broken shows its result when it is back', async () => {
  const { press, answer, become } = await showImport()
  press('start')
  await waitFor(() => expect(screen.getByText('running choir.csv, upload:1')).toBeTruthy())
  become('reconnecting')
  answer({ ok: true, value: { end } })
  become('open')
  await waitFor(() => expect(screen.getByText('done choir.csv')).toBeTruthy())
})

test('an import of which nobody knows any more does not run for ever, and a question without an answer ends nothing', async () => {
  const { press, answer, become, tell } = await showImport()
  press('start')
  await waitFor(() => expect(screen.getByText('running choir.csv, upload:1')).toBeTruthy())
  answer({ ok: false, error: { code: 'internal', message: 'The app does not answer.' } })
  become('reconnecting')
  become('open')
  tell('import.progress', { importId: 'a', lines: 1, added: 1, share: 0.5 })
  expect(screen.getByText('running choir.csv, upload:1')).toBeTruthy()
  answer({ ok: false, error: { code: 'not-found', message: 'Not known any more.' } })
  become('reconnecting')
  become('open')
  await waitFor(() => expect(screen.getByText('mapping choir.csv, upload:1, Not known any more.')).toBeTruthy())
})

test('of two files that were chosen in a row the second one is imported, also where the first one arrives', async () => {
  const { press, arrive } = await showImport()
  press('choir')
  press('guild')
  await arrive(1, 'upload:choir')
  expect(screen.getByText('uploading guild.csv')).toBeTruthy()
  await arrive(2, 'upload:guild')
  expect(screen.getByText('mapping guild.csv, upload:guild')).toBeTruthy()
})
