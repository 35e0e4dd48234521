// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { Step } from '#contract/recipe'
import { ExampleTable } from '../../src-renderer/features/templates/example-table.tsx'
import { templates } from '../../src-renderer/locales/en/templates.ts'

afterEach(cleanup)
// Fields that grow with their text wait for fonts, and happy-dom has none.
Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() })

const words = templates.exampleTable
const step = { start: '', output: { form: 'text', minWords: 0 } } as Step

type Draft = { persona: string; answer: string; background?: string }
const two: Draft[] = ['A baker', 'A diver'].map((persona) => ({ persona, answer: 'Dear you' }))

function Held({ of = two }: { of?: Draft[] }) {
  const [examples, setExamples] = useState(of)
  return (
    <MantineProvider>
      <ExampleTable
        {...{ step, examples, draw: 3, error: undefined }}
        onChange={(change) => change.examples && setExamples(change.examples)}
      />
    </MantineProvider>
  )
}

test('whoever closes or removes an example goes on at its line, at the next one or, after the last, where one is added', () => {
  render(<Held />)
  const press = (name: string) => {
    const button = screen.getByRole('button', { name })
    button.focus()
    fireEvent.click(button)
  }
  const focused = () => document.activeElement?.textContent
  press('A baker')
  press(words.done)
  expect(focused()).toBe('A baker')
  press('A baker')
  press(words.remove)
  expect(focused()).toBe('A diver')
  press('A diver')
  press(words.remove)
  expect(focused()).toBe(words.add)
})

test('what an example was written for is read behind its persona and changed with it, where the template has such examples', () => {
  render(<Held />)
  fireEvent.click(screen.getByRole('button', { name: 'A baker' }))
  expect(screen.queryByRole('textbox', { name: words.background })).toBeNull()
  cleanup()

  render(<Held of={[{ ...(two[0] as Draft), background: 'A city of bread.' }, two[1] as Draft]} />)
  screen.getByText(words.drawHint(1, 1))
  fireEvent.click(screen.getByRole('button', { name: /^A baker\s+A city of bread\.$/ }))
  const field = screen.getByRole('textbox', { name: words.background })
  fireEvent.change(field, { target: { value: 'A city of ovens.' } })
  screen.getByRole('button', { name: /^A baker\s+A city of ovens\.$/ })
  fireEvent.change(field, { target: { value: '' } })
  // Emptied, it belongs to the template's own text, and can be written again.
  screen.getByText(words.drawHint(2, 0))
  screen.getByRole('textbox', { name: words.background })
})
