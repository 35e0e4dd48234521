// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Attempt } from '#contract/rows'
import type { Run } from '#contract/runs'
import { RowSettings } from '../../src-renderer/features/rows/row-settings.tsx'
import { common } from '../../src-renderer/locales/en/common.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { run as runWords } from '../../src-renderer/locales/en/run.ts'

afterEach(cleanup)

const run = {
  ...{ templateKey: 'math', templateName: 'Math problem', modelName: 'Loom 1B', modelQuantization: 'Q4_K_M' },
  ...{ style: 'few-shot', seed: 'linen' },
  sampling: {
    ...{ temperature: 0.65, topP: 0.95, topK: 40, minP: 0, repeatPenalty: 1.05, dryStrength: 0 },
    maxTokens: 2048,
  },
} as Run
const attempt = {
  ...{ seed: 123456789, promptTokens: 512, tokens: 87, durationMs: 4_000, engine: 'node-llama-cpp 3 (b4321, cpu)' },
} as Attempt

/** Names with their values, as they are read. */
function factsIn(container: HTMLElement): Record<string, string | null> {
  const names = Array.from(container.querySelectorAll('dt'))
  return Object.fromEntries(names.map((name) => [name.textContent, name.nextElementSibling?.textContent ?? null]))
}

test('a row says which model and settings made it, none of them rounded, and which have no effect', () => {
  const { container } = render(<RowSettings run={run} attempt={attempt} />)
  const words = rowsPage.detail.settings
  expect(factsIn(container)).toEqual({
    [runWords.recipe.model]: 'Loom 1B (Q4_K_M)',
    [runWords.recipe.template]: 'Math problem',
    [runWords.recipe.style]: common.style['few-shot'],
    [runWords.recipe.temperature]: '0.65',
    'Top-p': '0.95',
    [words.topK]: '40',
    [words.minP]: words.off,
    [words.repeatPenalty]: '1.05',
    [words.dryStrength]: words.off,
    [runWords.recipe.maxTokens]: 'about 1,500 words (2,048 tokens)',
    [words.runSeed]: 'linen',
    [words.rowSeed]: '123456789',
    [rowsPage.detail.tokens]: '512 tokens read, 87 written',
    [rowsPage.detail.time]: '4 s',
    [rowsPage.detail.engine]: 'node-llama-cpp 3 (b4321, cpu)',
  })
})

test('a row that waits to be written knows its settings, and no seed or time yet', () => {
  const { container } = render(<RowSettings run={run} attempt={undefined} />)
  const facts = factsIn(container)
  expect(facts[runWords.recipe.temperature]).toBe('0.65')
  expect(facts).not.toHaveProperty(rowsPage.detail.settings.rowSeed)
  expect(facts).not.toHaveProperty(rowsPage.detail.time)
})

test('a row that came in from a file names no settings that were not its own', () => {
  const { container } = render(<RowSettings run={{ ...run, templateKey: '' }} attempt={{ ...attempt, seed: 0 }} />)
  screen.getByText(runWords.recipe.imported)
  expect(factsIn(container)).toEqual({})
})
