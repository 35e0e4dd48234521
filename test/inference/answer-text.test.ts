import { expect, test } from 'vitest'
import { createReasoningSplitter, openedReasoning } from '../../src-main/inference/reasoning.ts'
import { createTextAssembler } from '../../src-main/inference/text-assembler.ts'

/** A vocabulary of single bytes: the worst case for characters of several. */
const decodeBytes = (tokens: readonly number[]) => Buffer.from(tokens).toString('utf8')

test('pieces of text never hold half a character, even when each byte is a token', () => {
  const text = 'Ł🧵一 👩‍👩‍👧é.'
  const assembler = createTextAssembler(decodeBytes, [])
  const pieces = Array.from(Buffer.from(text), (byte) => assembler.push(byte))
  expect(pieces.join('') + assembler.end()).toBe(text)
  for (const piece of pieces) expect(piece.isWellFormed() && !piece.includes('\uFFFD')).toBe(true)
})

test('a character that is cut off at the end is left out', () => {
  const assembler = createTextAssembler(decodeBytes, [])
  const bytes = Buffer.from('ok 🧵').subarray(0, -1)
  const text = Array.from(bytes, (byte) => assembler.push(byte)).join('') + assembler.end()
  expect(text).toBe('ok ')
})

test('bytes that are no text do not hold the rest back for ever', () => {
  const assembler = createTextAssembler(decodeBytes, [])
  const pieces = Array.from({ length: 20 }, () => assembler.push(0xff))
  expect(pieces.join('')).not.toBe('')
  expect(assembler.push(0x61)).toContain('a')
})

function split(text: string, { promptText = '', started = false, size = 3 } = {}) {
  const splitter = createReasoningSplitter({ opened: openedReasoning(promptText), started })
  let answer = ''
  for (let at = 0; at < text.length; at += size) answer += splitter.push(text.slice(at, at + size))
  const { answer: last, reasoning } = splitter.end()
  return { answer: answer + last, reasoning }
}

test.each([
  ['<think>\nFirst I add.\n</think>\n\nThe sum is 4.', 'First I add.', 'The sum is 4.'],
  ['\n<thinking>Hm.</thinking>Yes.', 'Hm.', 'Yes.'],
  ['[THINK]Let me see[/THINK] No.', 'Let me see', 'No.'],
  ['<think></think>Short.', '', 'Short.'],
  ['<think>It never ends', 'It never ends', ''],
  ['No thought at all, <think>not here</think>.', '', 'No thought at all, <think>not here</think>.'],
  ['<thin ice> is not a mark', '', '<thin ice> is not a mark'],
  ['  <', '', '  <'],
  [
    '<|channel|>analysis<|message|>Two and two.<|end|><|start|>assistant<|channel|>final<|message|>Four.',
    'Two and two.',
    'Four.',
  ],
  ['<|channel|>final<|message|>Four.', '', 'Four.'],
])('%j is told apart into thought and answer, in pieces of any size', (text, reasoning, answer) => {
  for (const size of [1, 3, 7, 100]) expect(split(text, { size })).toEqual({ answer, reasoning })
})

test('a thought that the prompt opened ends at its closing mark', () => {
  const opened = split('I think so.</think>\nYes.', { promptText: '<|im_start|>assistant\n<think>\n' })
  expect(opened).toEqual({ answer: 'Yes.', reasoning: 'I think so.' })
})

test('behind a start that was written in, nothing is a thought', () => {
  expect(split('<think>x</think>', { started: true })).toEqual({ answer: '<think>x</think>', reasoning: '' })
})
