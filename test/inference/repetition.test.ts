import { expect, test } from 'vitest'
import { createJsonWatcher } from '../../src-main/inference/json-watcher.ts'
import { createLoopGuard } from '../../src-main/inference/repetition.ts'

/** How much of a text passes before the loop is seen, when it comes in small pieces; undefined when none is. */
function loopAt(text: string): number | undefined {
  const guard = createLoopGuard()
  for (let at = 0; at < text.length; at += 5) if (guard.push(text.slice(at, at + 5))) return at
  return undefined
}

const loops: Record<string, string> = {
  'a sentence over and over': 'The teacher asks the class to add the numbers. '.repeat(6),
  'the same eight words three times among others':
    'He must be a speech therapist who helps children, and she says so. Perhaps he must be a speech therapist who helps his friends. In the end he must be a speech therapist who helps everyone. And then more follows.',
  'a phrase of two words': `It went on ${'very well '.repeat(20)}`,
  'one word': `The answer is ${'no '.repeat(40)}`,
  'a list line three times in a row':
    '- Call the office\n- Buy bread\n- Buy bread\n- Buy bread\n- Buy bread\n- Go home\n',
  'numbered lines that are alike': '1. Wash your hands\n2. Wash your hands\n\n3. Wash your hands\n4. Wash your hands\n',
  'an emoji': `Well done ${'🎉 '.repeat(40)}`,
  'Chinese without spaces': `老师说：${'请把这些数字加起来然后告诉我答案。'.repeat(8)}`,
  'Thai without spaces': 'ครูถามนักเรียนว่าตัวเลขรวมกันได้เท่าไร'.repeat(6),
  'a word without an end': `She said ${'ha'.repeat(200)}`,
}
test.each(Object.entries(loops))('%s is seen as a loop before it ends', (_name, text) => {
  expect(loopAt(text)).toBeLessThan(text.length - 10)
})

const fine: Record<string, string> = {
  'a poem with a refrain':
    'The river runs down to the sea,\nand I am here with you.\nThe swallow comes back to the tree,\nand I am here with you.\nThe winter lays snow on the lea,\nand I am here with you.\nThe candle burns low, let it be,\nand I am here with you.\n',
  'a list whose lines begin alike':
    '- You can write a letter to your landlord.\n- You can write a letter to the city.\n- You can write a letter to the newspaper.\n- You can write a letter to your lawyer.\n',
  'steps with the same verb':
    '1. Add 2 cups of flour.\n2. Add 3 eggs.\n3. Add 1 pinch of salt.\n4. Add 1 cup of milk.\n5. Add sugar.\n',
  'sums in a row': Array.from({ length: 12 }, (_, at) => `${at} + ${at + 1} = ${2 * at + 1}`).join('\n'),
  'a table': `| name | hours | pay |\n|------|-------|-----|\n${['Ann', 'Bo', 'Cy', 'Di'].map((name, at) => `| ${name} | ${at + 3} | ${at * 12} |`).join('\n')}`,
  'a chorus of short cries':
    'Row, row, row your boat, gently down the stream. Merrily, merrily, merrily, merrily, life is but a dream.',
  'a long paragraph of plain prose':
    'The keeper of the lighthouse climbs the stairs twice a day. In the morning she cleans the lens, and in the evening she lights the lamp. The stairs have one hundred and twelve steps, and she counts them every time. When a ship passes close to the rocks, she writes its name into a book that her grandfather began. The book has four hundred pages, of which three hundred are full. How many ships passed if every page holds thirty names?',
  'Chinese prose':
    '一位退休的语文老师每天早上去公园散步，然后回家写信。她的学生们住在很远的城市，但是他们常常给她打电话。她喜欢听他们讲工作和孩子的故事。',
  'a line across the page': `Title\n${'='.repeat(80)}\nText begins here and goes on.\n`,
  'an answer sheet': '1. B\n2. B\n3. B\n4. A\n5. B\n6. B\n7. B\n',
}
test.each(Object.entries(fine))('%s is not taken for a loop', (_name, text) => {
  expect(loopAt(text)).toBeUndefined()
})

function watch(json: string): { end: number | undefined; loops: boolean } {
  const watcher = createJsonWatcher()
  let loops = false
  for (let at = 0; at < json.length; at += 3) {
    const seen = watcher.push(json.slice(at, at + 3))
    loops ||= seen.loops
    if (seen.end !== undefined) return { end: at + seen.end, loops }
  }
  return { end: undefined, loops }
}

test('keys of JSON repeat by right', () => {
  const entry = (at: number) => ({ name: `name ${at}`, type: 'string', description: `what number ${at} is for` })
  const json = JSON.stringify({ list: Array.from({ length: 40 }, (_, at) => entry(at)) })
  expect(watch(json)).toEqual({ end: json.length, loops: false })
})

test('the same text three times in one list of JSON is a loop, in several lists it is not', () => {
  expect(watch('{"depend":["a web camera","a web camera","a web camera"]}').loops).toBe(true)
  expect(watch('{"a":["x","y"],"b":["x","z"],"c":["x"]}').loops).toBe(false)
})

test('a text of JSON that goes round is a loop', () => {
  const text = 'it helps the farmer to plan the work, and '.repeat(5)
  expect(watch(JSON.stringify({ description: text })).loops).toBe(true)
})

test.each(['{"a":"}","b":{"c":["]"]}}', '["\\"","\\\\"]', '"a \\" b"', '{"a\\"b":{}}'])(
  'the end of %s is found, whatever follows',
  (json) => {
    expect(watch(`${json}\n\n{"more":1}`).end).toBe(json.length)
  },
)
