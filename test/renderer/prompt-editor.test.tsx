// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { PromptEditor } from '../../src-renderer/features/templates/prompt-editor.tsx'
import { templates } from '../../src-renderer/locales/en/templates.ts'

afterEach(cleanup)

const said: string[] = []

function Held({ start, error }: { start: string; error?: string }) {
  const [text, setText] = useState(start)
  return (
    <MantineProvider>
      <PromptEditor
        label="The task"
        description="What to write"
        error={error}
        value={text}
        onChange={(next) => {
          said.push(next)
          setText(next)
        }}
        variables={{ season: { label: 'Season', default: 'spring' } }}
        minLines={2}
        maxLines={9}
      />
      <button type="button" onClick={() => setText('From {persona}\r\noutside')}>
        Set
      </button>
    </MantineProvider>
  )
}

const field = () => screen.findByRole('textbox', { name: 'The task' })

test('a screen reader hears the name, the hint, the fault and what is underlined', async () => {
  render(<Held start="{persona} in {seasn}" error="Too short." />)
  const box = await field()
  const described = (box.getAttribute('aria-describedby') ?? '').split(' ')
  const texts = described.map((id) => document.getElementById(id)?.textContent)
  expect(texts[0]).toBe('What to write')
  expect(texts[1]).toBe('Too short.')
  expect(texts[2]).toContain(templates.edit.unknownVariable('seasn'))
  expect(box.getAttribute('aria-invalid')).toBe('true')
  expect(box.getAttribute('spellcheck')).toBe('false')
})

test('a slip is mended with a press, and the field is right again', async () => {
  render(<Held start={'Line one\r\n{persona} in {seasn}'} />)
  const box = await field()
  fireEvent.click(await screen.findByRole('button', { name: templates.editor.use('{season}') }))
  expect(said.at(-1)).toBe('Line one\r\n{persona} in {season}')
  await waitFor(() => expect(box.getAttribute('aria-invalid')).toBe('false'))
})

test('a text that is set from outside is shown, and not told back as a change', async () => {
  render(<Held start="{persona}" />)
  const box = await field()
  const before = said.length
  fireEvent.click(screen.getByRole('button', { name: 'Set' }))
  await waitFor(() => expect(box.textContent).toContain('outside'))
  expect(said).toHaveLength(before)
})
