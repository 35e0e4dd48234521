// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { common } from '../../src-renderer/locales/en/common.ts'
import { run as words } from '../../src-renderer/locales/en/run.ts'
import { fakeDataset } from '../support/fake-dataset.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const whole = 120
const numbers = Array.from({ length: whole }, (_, at) => at + 1)
const cell = (number: number) => words.cloth.cell(number, common.state.accepted)

test('keys walk the cloth of a run from cell to cell, across whatever it is drawn in, and open a row', async () => {
  showPage('/datasets/1', fakeDataset(numbers))
  const cloth = await screen.findByRole('listbox', { name: words.cloth.label })

  /** The cell that a screen reader tells, which is the one that is drawn as chosen. */
  function at(): string | null | undefined {
    const chosen = screen.getAllByRole('option', { selected: true })
    expect(chosen).toHaveLength(1)
    expect(chosen[0]?.id).toBe(cloth.getAttribute('aria-activedescendant'))
    return chosen[0]?.getAttribute('title')
  }
  const press = (key: string, times = 1) => {
    for (let time = 0; time < times; time++) fireEvent.keyDown(cloth, { key })
  }

  expect(at()).toBe(cell(1))
  press('ArrowRight', 49)
  expect(at()).toBe(cell(50))
  press('ArrowRight')
  expect(at()).toBe(cell(51))
  press('ArrowLeft', 2)
  expect(at()).toBe(cell(49))
  press('End')
  expect(at()).toBe(cell(whole))
  press('ArrowRight')
  expect(at()).toBe(cell(whole))
  press('Home')
  expect(at()).toBe(cell(1))
  press('ArrowRight', 60)
  press('Enter')
  await screen.findByRole('heading', { name: /61/ })
})

test('a click on a cell opens its row', async () => {
  showPage('/datasets/1', fakeDataset(numbers))
  fireEvent.click(await screen.findByRole('option', { name: cell(77) }))
  await screen.findByRole('heading', { name: /77/ })
})
