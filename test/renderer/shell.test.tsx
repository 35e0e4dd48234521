// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Reply } from '#contract/errors'
import { DroppedFileProvider } from '../../src-renderer/client/dropped-file.tsx'
import { PersonaImportProvider } from '../../src-renderer/client/persona-import.tsx'
import { Shell } from '../../src-renderer/features/shell/shell.tsx'
import { shell as words } from '../../src-renderer/locales/en/shell.ts'
import { renderPages } from '../support/render-pages.tsx'
import { answerWith, roadOf } from '../support/road-of.ts'

afterEach(cleanup)

const refused: Reply = { ok: false, error: { code: 'internal', message: 'The app does not answer.' } }

function showShell(log: Reply) {
  const { transport } = roadOf((name) => {
    if (name === 'network.log') return log
    return answerWith(name === 'run.list' ? { runs: [], next: null } : name === 'model.list' ? [] : {})
  })
  const above = () => (
    <DroppedFileProvider>
      <PersonaImportProvider>
        <Shell>A page</Shell>
      </PersonaImportProvider>
    </DroppedFileProvider>
  )
  renderPages({ transport, pages: { '/': () => null }, at: '/', above })
}

test('the seal says that nothing is sent only while nothing was counted', async () => {
  showShell(answerWith({ outside: 0, entries: [] }))
  await screen.findByText(words.sealMore(0))
  cleanup()

  showShell(answerWith({ outside: 2, entries: [] }))
  await screen.findByText(words.sealMore(2))
  expect(screen.queryByText(words.seal(0))).toBeNull()
  cleanup()

  showShell(refused)
  await screen.findByText(words.sealMore(undefined))
})
