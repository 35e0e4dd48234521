import { expect, test } from 'vitest'
import type { Step } from '#contract/recipe'
import { createTextCheck } from '../../src-main/core/quality/check-text.ts'

const example = 'Eleni milks twenty four goats every morning before the sun rises over the bay and sells cheese'
const base: Step = {
  name: 'problem',
  background: '',
  prompt: 'Write a hard problem that this person would meet at work today: {persona}',
  start: 'Math problem:',
  output: { form: 'text', minWords: 15 },
  draw: 1,
  examples: [{ persona: 'A shepherd', output: example }],
}
const persona = 'A retired tram driver from Porto who repairs old clocks for his neighbours on Sundays'
const good =
  'A train leaves at nine and meets another one at noon; how far apart were the two towns at first, in kilometres?'
const combs: Step = {
  ...base,
  output: { form: 'text', minWords: 0 },
  examples: ['has teeth but never eats? A comb.', 'A comb.'].map((output) => ({ persona: 'A cook', output })),
}
const nothingTold = { instructions: '', background: '', given: '', replaced: '' }

function check(
  body: string,
  { step = base, finishReason = 'stop', who = persona, background = '', given = '', replaced = '' } = {},
) {
  const text = `${step.start}${body}`
  return createTextCheck(step, { instructions: step.prompt, background, given, replaced }).whole({
    text,
    startLength: step.start.length,
    finishReason,
    persona: who,
  })
}

test('a whole answer in its own words is accepted', () => {
  expect(check(` ${good}`)).toEqual([])
})

test.each([
  ['cut off at the limit', ` ${good}`, { finishReason: 'length' }, ['cut-off']],
  ['ended by a loop', ` ${good}`, { finishReason: 'repetition' }, ['repetition']],
  ['nothing behind the written start', '  \n', {}, ['empty']],
  [
    'fourteen words',
    ' one two three four five six seven eight nine ten eleven twelve thirteen fourteen',
    {},
    ['too-short'],
  ],
  ['eight words of an example', ` ${good} TWENTY four goats, every morning before the sun.`, {}, ['copied-example']],
  [
    'the whole of a short example',
    ' Guess! What has teeth, but never eats? A comb.',
    { step: combs },
    ['copied-example'],
  ],
  ['what a short example only begins with', ' What has teeth, but never eats? A saw.', { step: combs }, []],
  ['eight words of the task', ` ${good} Write a hard problem that this person would.`, {}, ['copied-instructions']],
  [
    'eight words of the background',
    ` ${good} Seven old women decide who may fish; where, nobody knows.`,
    { background: 'Seven old women decide who may fish where.' },
    ['copied-background'],
  ],
  [
    'ten words of the persona',
    ` ${good} A retired tram driver from Porto who repairs old clocks.`,
    {},
    ['copied-persona'],
  ],
  [
    'the whole of a short persona',
    ` ${good} Ask a beekeeper near Gdansk.`,
    { who: 'A beekeeper near Gdansk.' },
    ['copied-persona'],
  ],
])('an answer with %s is judged', (_what, body, options, reasons) => {
  expect(check(body, options)).toEqual(reasons)
})

const labels = ['Name', 'Wish', 'Fear of all']
const labelled: Step = {
  ...{ ...base, start: 'Name:', output: { form: 'text', minWords: 0, labels } },
  examples: [
    { persona: 'A shepherd', output: 'Dorrin Hask\nWish: Rest.\nFear of all: Noise.' },
    { persona: 'A cook', output: 'Mella\nWish: Salt.\nFear of all: Fire.' },
  ],
}

test.each([
  ['all of its lines', ' Odd Nil\nWish: One lock.\nFear of all: Boredom.', []],
  ['its lines as Markdown', ' Odd Nil\n- **wish**: One lock.\n**Fear of all:**\nBoredom.', []],
  ['a line that is missing', ' Odd Nil\nFear of all: Boredom.', ['missing-part']],
  ['a label in the middle of a line', ' Odd Nil, Wish: One lock.\nFear of all: Boredom.', ['missing-part']],
  ['an empty line', ' Odd Nil\nWish:\nFear of all: Boredom.', ['missing-part']],
  ['an empty last line', ' Odd Nil\nWish: One lock.\nFear of all: **', ['missing-part']],
  ['the name of an example', ' dorrin Hask!\nWish: One lock.\nFear of all: Boredom.', ['copied-name']],
  ['a single word that an example has too', ' Mella\nWish: One lock.\nFear of all: Boredom.', []],
])('a labelled text with %s is judged', (_what, body, reasons) => {
  expect(check(body, { step: labelled })).toEqual(reasons)
})

const riddles: Step = {
  ...{
    ...base,
    start: '',
    prompt: 'Write a riddle for {persona}, ending with “What am I, tell me who knows it best?”',
    output: { form: 'text', minWords: 0, phrases: ['“What am I, tell me who knows it best?”'] },
  },
  examples: [{ persona: 'A smith', output: 'I sing. “What am I, tell me who knows it best?”' }],
}

test.each([
  [
    'the words that it must have, though an example has them too',
    'I am a gate. "What am I, tell me who knows it best?"',
    [],
  ],
  ['them in capitals and over two lines', 'I am a gate. “WHAT AM I, tell me\nwho knows it best?”', []],
  ['other words', 'I am a gate. What is it, tell me who knows it best?', ['missing-part']],
])('a text with %s is judged', (_what, body, reasons) => {
  expect(check(body, { step: riddles })).toEqual(reasons)
})

test('what two examples share is no name', () => {
  const [first] = labelled.examples as [Step['examples'][0]]
  const step = { ...labelled, examples: [first, { ...first, persona: 'A cook' }] }
  expect(check(' Dorrin Hask\nWish: One lock.\nFear of all: Boredom.', { step })).toEqual([])
})

test.each([
  ['seven words of an example', ` ${good} Twenty four goats, every morning before the.`],
  ['nine words of the persona', ` ${good} A retired tram driver from Porto who repairs old.`],
  [
    'exactly fifteen words',
    ' one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen',
  ],
])('an answer with %s is accepted', (_what, body) => {
  expect(check(body)).toEqual([])
})

const maps = 'His field maps use a ten-metre grid and three colours of pin, one of them for the wells that fell dry.'
const changed = (from: string, to: string) => `He said: ${maps.replace(from, to)} So he walks on.`

test.each([
  ['one word changed', 'ten-metre', 'ten-meter', ['copied-persona']],
  ['every fifth word changed', /maps|grid|pin|for/g, 'sand', []],
])('a long piece of the persona with %s is judged', (_what, from, to, reasons) => {
  expect(check(` ${good} ${maps.replace(from, to)}`, { who: maps })).toEqual(reasons)
})

test.each([
  ['one word changed in ten', 'A retired tram driver from Faro who repairs old clocks.', ['copied-persona']],
  ['two words changed in ten', 'A retired bus driver from Faro who repairs old clocks.', []],
  ['its first word changed in ten', 'The retired tram driver from Porto who repairs old.', []],
  ['its last word changed in ten', 'A retired tram driver from Porto who repairs old maps.', []],
])('a piece of the persona with %s is judged', (_what, piece, reasons) => {
  expect(check(` ${good} ${piece}`)).toEqual(reasons)
})

test('a persona of less than ten words is copied by all of them alone', () => {
  const who = 'A shy beekeeper near Gdansk who sells old clocks'
  expect(check(` ${good} ${who}.`, { who })).toEqual(['copied-persona'])
  expect(check(` ${good} ${who.replace('near', 'of')}.`, { who })).toEqual([])
})

test('what a row copied of its persona is quoted as one passage, in the words of the row', () => {
  const quoted = (text: string) =>
    createTextCheck({ ...base, start: '' }, nothingTold).copies({ text, startLength: 0, persona: maps })
  const whole = (text: string) => [{ reason: 'copied-persona', text, example: undefined }]
  expect(quoted(changed('grid', 'sand'))).toEqual(whole(maps.replace('grid', 'sand')))
  expect(quoted(changed('of pin', 'in pin'))).toEqual(whole(maps.replace('of pin', 'in pin')))
  expect(quoted(changed('for the wells that fell dry', 'for him'))).toEqual(
    whole('His field maps use a ten-metre grid and three colours of pin, one of them for'),
  )
})

test('two passages of a row that share a word are quoted apart where they are of two examples', () => {
  const [first, second] = ['one two three four five six seven eight', 'eight nine ten eleven twelve we all run']
  const step = { ...base, start: '', examples: [first, second].map((output) => ({ persona: 'A cook', output })) }
  const text = `${first} nine ten eleven twelve we all run`
  expect(createTextCheck(step, nothingTold).copies({ text, startLength: 0, persona })).toEqual([
    { reason: 'copied-example', text: first, example: 0 },
    { reason: 'copied-example', text: second, example: 1 },
  ])
})

test('a long row of a long persona is compared at once, also where most words are alike', () => {
  const words = (count: number, of: number) => Array.from({ length: count }, (_, at) => `w${(at * 7) % of}`).join(' ')
  const before = performance.now()
  check(words(2_000, 3), { who: words(200, 11) })
  check('the '.repeat(2_000), { who: `a ${'the '.repeat(200)}` })
  expect(performance.now() - before).toBeLessThan(500)
})

test('a persona of two words is the name of a thing and may be said', () => {
  expect(check(` ${good} A nurse.`, { who: 'A nurse' })).toEqual([])
})

test('words are counted in scripts without spaces', () => {
  const step = { ...base, output: { form: 'text' as const, minWords: 5 } }
  expect(check('\u6211\u4eec\u4eca\u5929\u5728\u5b66\u6821\u5b66\u4e60\u6570\u5b66', { step })).toEqual([])
  expect(check('\u6570\u5b66', { step })).toEqual(['too-short'])
})

const tool: Step = {
  ...base,
  start: '',
  output: {
    form: 'json',
    minWords: { description: 5 },
    schema: {
      type: 'object',
      required: ['name', 'description', 'depend'],
      properties: { name: { type: 'string' }, description: { type: 'string' }, depend: { type: 'array' } },
    },
  },
  examples: [
    {
      persona: 'A baker',
      output: { name: 'Dough planner', description: 'works out when every dough of tomorrow must be started' },
    },
  ],
}
const goodTool = { name: 'Tide clock', description: 'tells when the next low tide comes', depend: [] }

test('an answer in JSON that takes the name of an example is a copy, and a word or a choice that it shares is none', () => {
  const [first] = tool.examples as [Step['examples'][0]]
  const named = (name: string) => ({ persona: 'A cook', output: { name, description: 'tells the time', depend: [] } })
  const step = { ...tool, examples: [first, named('Clock')] }
  expect(check(JSON.stringify({ ...goodTool, name: 'dough  Planner' }), { step })).toEqual(['copied-name'])
  expect(check(JSON.stringify({ ...goodTool, name: 'Clock' }), { step })).toEqual([])
  // Two of the same name are a kind.
  const kinds = { ...tool, examples: [first, named('Dough planner')] }
  expect(check(JSON.stringify({ ...goodTool, name: 'Dough planner' }), { step: kinds })).toEqual([])
})

const signed = (persona: string, output: string) => ({ persona, output })
const letters: Step = {
  ...{ ...base, start: 'Dear', output: { form: 'text', minWords: 0, phrases: ['Yours,'], labels: [] } },
  prompt: 'Write a letter to a shop for {persona}',
  examples: [
    signed('A nurse', 'Mr Holm,\n\nIn your shop in Mill Street I bought it. Poor Bess! It broke.\n\nYours, Ann Keller'),
    signed('A cook in New York', 'Sir or Madam,\n\nOn Monday Tom Reed came to New York.\n\nYours,\nMaria Lund'),
    signed(
      'A tailor',
      'Customer Service,\n\nI knew Tom Reed of the Bell Guild well.\n\nKind Regards\nO’Hara Keller-Bird',
    ),
  ],
}

test.each([
  ['the name that an example is signed with', ' sea,\n\nI wait.\n\nYours, Ann Keller', ['copied-name']],
  ['one that has a line of its own there', ' sea,\n\nMaria Lund’s boat sank.\n\nYours, Bo', ['copied-name']],
  ['one with marks in it', ' sea,\n\nI wait.\n\nYours, O’Hara Keller-Bird', ['copied-name']],
  ['whom an example is written to', ' Mr. Holm, I wait.\n\nYours, Bo', ['copied-name']],
  ['a place of an example', ' sea, I wait in Mill\nStreet.\n\nYours, Bo', ['copied-name']],
  ['half of a name', ' Ann, I wait for Maria Kellermann.\n\nYours, Keller', []],
  ['a longer name', ' sea, I wait.\n\nYours, Ann Kellermann', []],
  ['the words of a name as words', ' sea, I hate the mill street.\n\nYours, Bo', []],
  ['words that begin a sentence there', ' sea, Poor Bess waits.\n\nYours, Bo', []],
  ['whom anybody writes to, and how', ' Customer Service, I wait.\n\nYours, Bo\n\nKind Regards', []],
  ['a name that two examples share', ' sea, Tom Reed waits.\n\nYours, Bo', []],
  ['a name of an example’s persona', ' sea, New York waits.\n\nYours, Bo', []],
])('a text with %s is judged by the names of the examples', (_what, body, reasons) => {
  expect(check(body, { step: letters })).toEqual(reasons)
})

test('a name that the row’s own persona has, or that the model was told, is no copy', () => {
  const body = ' sea, the Bell Guild sent Ann Keller.\n\nYours, Bo'
  const who = 'Ann Keller of the old harbour'
  expect(check(body, { step: letters })).toEqual(['copied-name'])
  expect(check(body, { step: letters, who })).toEqual(['copied-name'])
  expect(check(body, { step: letters, given: 'The bell guild keeps the hours.' })).toEqual(['copied-name'])
  expect(check(body, { step: letters, who, given: 'The bell guild keeps the hours.' })).toEqual([])
  const phrases = ['Yours,', 'Bell Guild']
  expect(check(body, { step: { ...letters, output: { ...letters.output, phrases } }, who })).toEqual([])
})

const notes: Step = {
  ...{ ...base, start: '', output: { form: 'text', minWords: 0 }, prompt: 'Write a letter for {persona}' },
  examples: [
    signed('A nurse', 'Dear Ana and Sky,\n\nThe sky is dark. Pia has the lamp of Bram.\n\nYours,\nJozef'),
    signed('A cook in Rome', 'Hello Lien!\n\nOn Friday I saw Olga in Rome.\n\nWith love, Olga'),
    signed('A tailor', 'Dear Friend,\n\nLondon is near.\n\nSee you soon\nBram'),
    signed('A guide', 'Hi Rome,\n\nI saw the sea, and Nils saw Tiber.\n\nThanks!\n– Tiber'),
  ],
}

test.each([
  ['whom an example is written to', 'Dear Ana,\nI wait.', ['copied-name']],
  ['one of two, in a greeting of two others', 'I wait.\n\nHi Pia & Lien:', ['copied-name']],
  ['who signed an example', 'I wait.\n\nYours,\nJozef', ['copied-name']],
  ['who signed it, as one to write to', 'Dear Jozef\n\nI wait.', ['copied-name']],
  ['who signed it, in one line', 'I wait for him. Kind regards, Olga', ['copied-name']],
  ['who signed it, below a letter without a closing', 'Dear Kit,\n\nI wait.\n\n*Tiber*', ['copied-name']],
  ['who signed it, above another line', 'I wait.\n\nLots of love,\n\nJozef\nP.S. Come.', ['copied-name']],
  ['such a name in mid-sentence', 'Dear Kit,\n\nI saw Jozef, Ana and Lien.\n\nYours,\nBo', []],
  ['such a name as the last word', 'I love the house of Jozef', []],
  ['such a name alone in the last line of what is no letter', 'Who fell?\nJozef', []],
  ['such a name as a part of another', 'Dear Ana Berg,\n\nI wait for Anabel.\n\nYours,\nAnabel', []],
  ['a word that stands in small letters there', 'Dear Sky,\nI wait.', []],
  ['whom anybody writes to', 'Dear Friend,\nI wait.', []],
  ['a name of mid-sentences there', 'Dear Pia,\nI wait.\n\nYours,\nNils', []],
  ['a name that two examples have', 'Dear Kit,\nI wait.\n\nYours,\nBram', []],
  ['a name of an example’s persona', 'Dear Rome,\nI wait.', []],
])('a text with %s is judged by the names of one word', (_what, body, reasons) => {
  expect(check(body, { step: notes })).toEqual(reasons)
})

test('a name of one word is no copy where persona or prompt have it as a word, and behind the start it is one', () => {
  const body = 'Dear Ana,\nI wait.'
  expect(check(body, { step: notes, who: 'Somebody whom Ana’s sister knows' })).toEqual([])
  expect(check(body, { step: notes, given: 'They all know Ana.' })).toEqual([])
  expect(check(body, { step: notes, who: 'A manager of bananas', given: 'Manage it.' })).toEqual(['copied-name'])
  const begun = {
    ...notes,
    start: 'Dear',
    examples: [signed('A nurse', 'Ana,\n\nI wait.'), signed('A cook', 'Kit,\n\nI am here.')],
  }
  expect(check(' Ana,\nIt rains.', { step: begun })).toEqual(['copied-name'])
  expect(check(' Mr Ana,\nIt rains.', { step: begun })).toEqual([])
})

test('a grade alone in the last line of what begins with no greeting is no signature, and rows may have it', () => {
  const examples = ['Good soup, and warm.\nPositive', 'It was cold.\nNegative', 'Warm bread!\nPositive']
  const step = { ...notes, examples: examples.map((output) => signed('A nurse', output)) }
  expect(check('Dear me, this was bad.\nNegative', { step })).toEqual([])
})

test('a name of one word is waited for while its line may go on', () => {
  const { beginning } = createTextCheck(notes, nothingTold)
  expect(beginning('Dear Ana ', persona)).toBeUndefined()
  expect(beginning('Dear Ana, ', persona)).toEqual({ reasons: ['copied-name'], length: 9 })
  expect(beginning('Dear Kit,\nI wait.\n\nYours,\nJozef ', persona)).toBeUndefined()
  expect(beginning('Dear Kit,\nI wait.\n\nYours,\nJozef\nP.S. ', persona)?.reasons).toEqual(['copied-name'])
})

test('nouns with capitals are no names, and what a letter is signed with is one', () => {
  const german = 'Ich habe bei Ihnen ein Glas Wasser und einen Teller für die Suppe gekauft. Das ist nicht gut.'
  const step = { ...letters, examples: [signed('Eine Ärztin', `Frau Otto,\n\n${german}\n\nIhre, Anna Maurer`)] }
  expect(check(' See, ein Glas Wasser ist kalt.\n\nYours, Bo', { step })).toEqual([])
  expect(check(' See, es ist kalt.\n\nYours, Anna Maurer', { step })).toEqual(['copied-name'])
})

test('an example that is hard to search for names is searched at once', () => {
  const hard = [
    'A'.repeat(19_000),
    `A${'a'.repeat(19_000)}`,
    `${'\n'.repeat(19_000)}a Ann Keller`,
    'Ann Keller '.repeat(1_700),
    `Dear ${'Ann and '.repeat(2_400)}`,
    `${'Dear Ann,\n'.repeat(1_000)}${'\n'.repeat(9_000)}Yours,${'\n'.repeat(9_000)}x`,
    `Dear${' '.repeat(19_000)}x`,
    'yours '.repeat(3_000),
  ]
  const before = performance.now()
  check(' sea', { step: { ...letters, examples: hard.map((output) => signed('A nurse', output)) } })
  expect(performance.now() - before).toBeLessThan(1_000)
})

test('scripts without capitals have no names to find', () => {
  const step = { ...letters, examples: [signed('看護師', '山田 太郎様\n\n店で買いました。\n\n田中 花子')] }
  expect(check('海 様\n\n待ちます。\n\nYours, 田中 花子', { step })).toEqual([])
})

test('the fields of an answer in JSON are searched for names too, and a name that may still grow is waited for', () => {
  const [first] = tool.examples as [Step['examples'][0]]
  const output = { name: 'Clock', description: 'asks Maria Lund for the time', depend: ['Rolf Berg'] }
  const step = { ...tool, examples: [first, { persona: 'A cook', output }] }
  const withText = (text: string) =>
    check(JSON.stringify({ ...goodTool, description: `${text} tells the tide` }), { step })
  expect(withText('A friend of Maria Lund')).toEqual(['copied-name'])
  expect(withText('A friend of Rolf Berg')).toEqual(['copied-name'])
  expect(withText('A friend of Maria Berg')).toEqual([])
  const { beginning } = createTextCheck(letters, nothingTold)
  expect(beginning(' sea, Ann Keller', persona)).toBeUndefined()
  expect(beginning(' sea, Ann Keller is', persona)).toEqual({ reasons: ['copied-name'], length: 16 })
})

test.each([
  ['all fields', goodTool, []],
  ['a missing key', { name: 'Tide clock', description: 'tells when the next low tide comes' }, ['bad-json']],
  ['a description of four words', { ...goodTool, description: 'tells when tide comes' }, ['too-short']],
  [
    'a field of an example',
    { ...goodTool, description: 'Works out when every dough of tomorrow must be started' },
    ['copied-example'],
  ],
])('an answer in JSON with %s gives %j', (_what, value, reasons) => {
  expect(check(JSON.stringify(value), { step: tool })).toEqual(reasons)
})

test('runs of words do not cross from one field into the next', () => {
  const split = { ...goodTool, name: 'works out when every dough', description: 'of tomorrow must be started' }
  expect(check(JSON.stringify(split), { step: tool })).toEqual([])
})

test('an answer that is not JSON is refused where JSON is asked for', () => {
  expect(check('{"name": "Tide', { step: tool })).toEqual(['bad-json'])
  expect(check('[1]', { step: tool })).toEqual(['bad-json'])
})

test('a beginning is wrong at the same length however it comes in, and not for a word that may still grow', () => {
  const persona = 'a baker who sells bread on the old market of Lyon'
  const { beginning } = createTextCheck(
    { ...base, examples: [] },
    { ...nothingTold, instructions: 'Write it', given: 'Write it' },
  )
  const body = 'See a baker who sells bread on the old market of Lyon today'
  const found = beginning(body, persona)
  expect(found).toEqual({ reasons: ['copied-persona'], length: body.indexOf(' Lyon') })
  expect(beginning(body.slice(0, found?.length), persona)).toBeUndefined()
  expect(beginning(`${body.slice(0, found?.length)} `, persona)).toEqual(found)
  for (let length = 0; length <= body.length; length++) {
    const early = beginning(body.slice(0, length), persona)
    if (early) expect(early).toEqual(found)
  }
})

const json = (schema: Record<string, unknown>): Step => ({
  ...base,
  start: '',
  examples: [],
  output: { form: 'json', minWords: 0, schema },
})
const course = {
  type: 'object',
  required: ['name', 'seats'],
  properties: {
    name: { type: 'string', minLength: 3 },
    seats: { type: 'integer', minimum: 5, maximum: 40 },
    tags: { type: 'array', uniqueItems: true, items: { type: 'string', format: 'uri' } },
    share: { type: 'number', exclusiveMinimum: 0, multipleOf: 0.25 },
  },
}

test.each([
  ['keeps every rule', { name: 'Bread', seats: 5, tags: ['oven', 'rye'], share: 0.75 }, []],
  ['has a number beyond its bounds', { name: 'Bread', seats: 41 }, ['bad-json']],
  ['has the same entry twice', { name: 'Bread', seats: 5, tags: ['rye', 'rye'] }, ['bad-json']],
  ['has a number that is no multiple', { name: 'Bread', seats: 5, share: 0.3 }, ['bad-json']],
  ['lacks what is required', { name: 'Bread' }, ['bad-json']],
  ['has a text that is too short', { name: 'Br', seats: 5 }, ['bad-json']],
])('an answer in JSON that %s is told so', (_what, value, reasons) => {
  expect(check(JSON.stringify(value), { step: json(course) })).toEqual(reasons)
})

test.each([
  ['a list', { type: 'array', items: { type: 'string' } }, 'something else than an object'],
  [
    'what it does not describe',
    { type: 'object', required: ['a'], properties: { b: { type: 'null' } } },
    'requires “a” at its top',
  ],
  [
    'what it does not describe further down',
    { type: 'object', properties: { b: { type: 'object', required: ['c'], properties: {} } } },
    'requires “c” at b',
  ],
])('a schema of %s, which no answer could follow, is refused', (_what, schema, words) => {
  expect(() => createTextCheck(json(schema), nothingTold)).toThrow(words)
})

test('an answer that was cut off is not held against a pattern that would never end', () => {
  const step: Step = { ...base, start: '', output: { form: 'pattern', pattern: '^(a+){1,8}b$', minWords: 0 } }
  const before = performance.now()
  expect(check('a'.repeat(200), { step, finishReason: 'repetition' })).toEqual(['repetition', 'wrong-form'])
  expect(performance.now() - before).toBeLessThan(1_000)
  expect(check('aab', { step })).toEqual([])
})

const bounded = {
  type: 'object',
  properties: {
    effect: { type: 'string', maxLength: 30 },
    code: { type: 'string', minLength: 26, maxLength: 26 },
    date: { type: 'string', maxLength: 24, pattern: '^[0-9T:.+-]*$' },
    kind: { type: 'string', maxLength: 10 },
    steps: { type: 'array', items: { type: 'object', properties: { text: { type: 'string', maxLength: 25 } } } },
  },
}

test.each([
  ['ends in mid-sentence at its bound', { effect: 'You hear the mouse behind the w'.slice(0, 30) }, ['cut-off']],
  ['ends a sentence at its bound', { effect: 'You hear a mouse in the wall .' }, []],
  ['has a character less', { effect: 'You hear a mouse in the walls' }, []],
  ['has as many characters as its bound, some of two halves', { effect: `${'🥖'.repeat(29)}a` }, ['cut-off']],
  ['is a code of one length', { code: 'abcdefghijklmnopqrstuvwxyz' }, []],
  ['follows a pattern', { date: '2026-01-01T00:00:00+01:00'.slice(0, 24) }, []],
  ['is one word', { kind: 'abcdefghij' }, []],
  [
    'stands in a list',
    { steps: [{ text: 'Stir.' }, { text: 'Boil the water with the sa'.slice(0, 25) }] },
    ['cut-off'],
  ],
])('an answer in which a text %s is judged', (_what, value, reasons) => {
  expect(check(JSON.stringify(value), { step: json(bounded) })).toEqual(reasons)
})

test('where a world of one’s own replaces the template’s, no word that only that one has passes, and all others do', () => {
  const step: Step = {
    ...{ ...base, start: 'Name:', output: { form: 'text', minWords: 0, labels: ['Name', 'Class'] } },
    examples: [{ persona: 'A shepherd', output: 'Dorrin Hask\nClass: Tidewalker' }],
  }
  const replaced =
    'The sea of Orrow leaves. Nobody in Orrow knows where to. Classes: Tidewalker, guide of the Bell Guild.'
  const given = 'Skarvik is a village where the Rush of boats begins before dawn.'
  const found = (body: string, more = {}) => check(` ${body}`, { step, given, replaced, ...more })
  expect(found('Marit\nClass: Tidewalker')).toEqual(['copied-name'])
  expect(found('Marit of Orrow\nClass: Skipper')).toEqual(['copied-name'])
  // The first word of a sentence, one of two words, what the own world has, and what the persona brings.
  expect(found('Nobody\nClass: The Guild of Skarvik in the Rush')).toEqual([])
  expect(found('Marit\nClass: Tidewalker', { who: 'A guide whom people call Tidewalker' })).toEqual([])
  expect(found('Marit\nClass: Tidewalker', { replaced: '' })).toEqual([])
})
