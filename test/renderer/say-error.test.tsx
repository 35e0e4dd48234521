// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#contract/errors'
import { SayError, splitSentences } from '../../src-renderer/ui/say-error.tsx'

afterEach(cleanup)

test('the first sentence says what happened, the rest what was kept and what to do', () => {
  expect(
    splitSentences('broken.gguf is a web page, not a model. Nothing was added. Download the file itself.'),
  ).toEqual(['broken.gguf is a web page, not a model.', 'Nothing was added. Download the file itself.'])
})

test('a message of one sentence stays whole', () => {
  expect(splitSentences('Port 4.5 is taken by app.exe')).toEqual(['Port 4.5 is taken by app.exe', undefined])
})

test('a refusal is announced at once, without its code in sight', () => {
  render(
    <MantineProvider>
      <SayError error={new AppError('disk-full', 'The disk is full. 488 rows are safe.')} />
    </MantineProvider>,
  )
  const alert = screen.getByRole('alert')
  expect(alert.textContent).toContain('The disk is full.')
  expect(alert.textContent).not.toContain('disk-full')
})
