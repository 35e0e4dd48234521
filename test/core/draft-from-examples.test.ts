import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Input } from '#contract/index'
import type { Step } from '#contract/recipe'
import { exampleText } from '#contract/recipe-shape'
import type { DraftNote } from '#contract/template-drafts'
import { outputForm } from '../../src-main/core/runs/output-form.ts'
import { checkForm } from '../../src-main/inference/form-grammar.ts'
import { startTestCore } from '../support/test-core.ts'

type Asked = Omit<Input<'template.draft'>, 'from'>

async function draftOf(text: string, asked: Asked = {}) {
  return startTestCore().ask('template.draft', { from: { text }, ...asked })
}

async function stepOf(text: string, asked: Asked = {}) {
  const { draft, problem } = await draftOf(text, asked)
  expect(problem).toBeNull()
  return draft!.recipe.steps[0] as Step
}

async function noteOf<K extends DraftNote['key']>(text: string, key: K) {
  const { draft } = await draftOf(text)
  return draft?.notes.find((note) => note.key === key) as Extract<DraftNote, { key: K }> | undefined
}

const questions = [
  'Where is the shelf with the books on old boats, and may I take two of them home?',
  'Can you tell me which day the reading hour for the children is this week?',
  'My card is lost; what do I have to bring along to get a new one?',
]

const records = [
  { name: 'Sea gauge', kind: 'sensor', price: 12.5, parts: ['float', 'wire'], note: 'spare part' },
  { name: 'Choir pitch', kind: 'app', price: 0, parts: ['microphone'] },
  { name: 'Test grader', kind: 'app', price: 3, parts: [] },
  { name: 'Roof plan', kind: 'sensor', price: 4, parts: ['camera', 'ladder', 'tape'] },
]
const jsonl = (values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n')

test('three texts become a template with those examples, a task in plain words and their measure', async () => {
  const { shape, found, usable, draft } = await draftOf(questions.join('\n'), { name: 'Library questions' })
  expect({ shape, found, usable }).toEqual({ shape: 'lines', found: 3, usable: 3 })
  const step = draft!.recipe.steps[0] as Step
  expect(draft!.recipe).toMatchObject({ key: 'library-questions', name: 'Library questions', language: 'en' })
  expect(step.examples.map(({ output }) => output)).toEqual(questions)
  expect(step.prompt).toMatch(/^Library questions: write one for this persona\. Write a question, of about 16 words\. /)
  expect(step.prompt).toMatch(/\n\nPersona: \{persona\}$/)
  expect(step).toMatchObject({ draw: 3, start: '', output: { form: 'text', minWords: 8 } })
})

test('paragraphs keep their lines, and line ends of Windows are those of everybody', async () => {
  const poems = ['Rain on tin,\r\nold songs in', 'Salt in bread,\r\nwords unsaid', 'Wool and light,\r\nlooms at night']
  const step = await stepOf(poems.join('\r\n \r\n\r\n'))
  expect(step.examples.map(({ output }) => output)).toEqual(poems.map((poem) => poem.replace('\r\n', '\n')))
})

const letterTo = (who: string, what: string, name: string) =>
  `Dear ${who},\n\nLast week you sold me ${what}.\n\nI ask for my money.\n\n${name}`
const letters = [
  letterTo('Mr Holm', 'a kettle with a long neck', 'Yours, Ann Keller'),
  letterTo('Sir or Madam', 'two boots for one foot', 'Yours, Maria Lund'),
  letterTo('Ms Okoro', 'a bag of seed for a lawn', 'Yours,\nPeter Vance'),
]
const labelledTales = ['Bells', 'Wool', 'Salt'].map((what) => `Title: ${what}\n\nIt was ${what}.\n\nIt stayed so.`)

test.each([
  ['a line of dashes', 'rules', letters.join('\n---\n'), letters, [1, 9, 17]],
  ['lines of other signs', 'rules', `${letters.join('\n\n* * *\n\n')}\n\n=====\n`, letters, [1, 11, 21]],
  ['two blank lines', 'gaps', letters.join('\n\n \n'), letters, [1, 10, 19]],
  ['how each of them greets', 'beginnings', letters.join('\n\n'), letters, [1, 9, 17]],
  ['the label that each of them begins with', 'beginnings', labelledTales.join('\n\n'), labelledTales, [1, 7, 13]],
])(
  'examples with blank lines inside are parted by %s, and each knows its line',
  async (_what, told, text, parted, lines) => {
    const { shape, parting, examples, draft } = await draftOf(text.replaceAll('\n', '\r\n'))
    expect([shape, parting]).toEqual(['sections', told])
    expect(examples.map(({ text: found }) => found)).toEqual(parted)
    expect(examples.map(({ line }) => line)).toEqual(lines)
    const step = draft!.recipe.steps[0] as Step
    expect(step.examples.map((example) => exampleText(step, example))).toEqual(parted)
  },
)

test.each([
  ['one wide gap', 'Rain came.\n\nWe ran.\n\n\nBread rose.'],
  ['wide gaps only', 'Rain came.\n\n\nWe ran.\n\n\n\nBread rose.'],
  ['a greeting in each paragraph', 'Dear sea, calm down.\n\nHello bread, rise.\n\nDear night, end.'],
  ['two greetings', 'Dear sea,\n\nI wait here.\n\nDear night, end.'],
  ['a greeting that is not the first', 'I wait.\n\nHi you.\n\nHi me.\n\nHi all.'],
  ['a word in dashes', 'Rain --- came.\n\n--\n\nBread rose.'],
])('a text with %s still has an example in each paragraph', async (_what, text) => {
  const { shape, found } = await draftOf(text)
  expect({ shape, found }).toEqual({ shape: 'paragraphs', found: text.split(/\n\n+/).length })
})

test('a text that is named as parted and is not is one example', async () => {
  expect(await draftOf('One.\n\nTwo.', { shape: 'sections' })).toMatchObject({
    found: 1,
    problem: expect.stringMatching('One example'),
  })
  expect(await draftOf(' \n\n', { shape: 'sections' })).toMatchObject({ found: 0, parting: null })
})

test('the formula that all letters are signed with is asked for, and rows go on with a name', async () => {
  const text = letters.join('\n\n')
  const step = await stepOf(text, { name: 'Complaints' })
  expect(step.output.phrases).toEqual(['I ask for my money.', 'Yours,'])
  expect(step.prompt).toContain(', with “I ask for my money.” in it, signed with “Yours,” and a name. It should fit')
  expect(await noteOf(text, 'phrases')).toMatchObject({ phrases: step.output.phrases })
  expect(outputForm(step)).toEqual({ kind: 'text' })
})

test.each([
  ['a formula of two words in a line of its own', 'Kind regards,\n\n', ['Kind regards,']],
  ['one that is told with a name in every letter', 'Yours, Ann and ', ['Yours,']],
  ['none', 'From your ', undefined],
  ['a sentence with a comma', 'Well, I do hope that you will answer this soon, ', undefined],
])('letters signed with %s have these phrases', async (_what, closing, phrases) => {
  const text = ['Ann', 'Maria', 'Peter']
    .map((name, at) => `Dear sea of ${name},\nI wait ${at}.\n${closing}${name}`)
    .join('\n---\n')
  const step = await stepOf(text)
  expect(step.output.phrases).toEqual(phrases)
  expect(outputForm(step)).toEqual({ kind: 'text' })
})

test('a line that stands alone is no signature', async () => {
  expect((await stepOf('Well, Ann\nWell, Maria\nWell, Peter', { shape: 'lines' })).output.phrases).toBeUndefined()
})

test('words that begin every example become the start, and the examples go on behind it', async () => {
  const step = await stepOf('Math problem: two and two?\nMath problem: one and three?\nMath problem: half of nine?')
  expect(step.start).toBe('Math problem:')
  expect(step.examples.map(({ output }) => output)).toEqual(['two and two?', 'one and three?', 'half of nine?'])
  expect(step.output.minWords).toBe(2)
  expect(step.prompt).toMatch(/^Write a math problem for this persona/)
})

const potions = ['Owl tea', 'Slow honey', 'Grey salt'].map(
  (name, at) =>
    `Name: ${name}\nEffect: You hear what is said ${at + 2} doors away.\nPrice to pay: ${at + 3} teeth of a comb`,
)

test('lines that begin alike in every example are asked for by name, and no row may lack one', async () => {
  const text = potions.join('\n\n')
  const step = await stepOf(text, { name: 'Potions' })
  const labels = ['Name', 'Effect', 'Price to pay']
  expect(step).toMatchObject({ start: 'Name:', output: { form: 'text', labels } })
  expect(outputForm(step)).toEqual({ kind: 'text', lines: labels })
  expect(step.prompt).toContain(
    'Write a short text, of about 19 words, with these lines, each behind its name and a colon: Name, Effect, Price to pay.',
  )
  expect(await noteOf(text, 'labels')).toEqual({ key: 'labels', labels })
  expect(await noteOf(text, 'kind')).toMatchObject({ kind: 'short-text' })
  // Two of three are not all, and who speaks is no line.
  expect((await stepOf([...potions, 'Name: Cold soup\nEffect: None.'].join('\n\n'))).output.labels).toEqual([
    'Name',
    'Effect',
  ])
  const talk = ['Tea', 'Rain', 'Work'].map((what) => `Ann: ${what}?\nBo: Yes.\nAnn: Good.\nBo: Is it?`)
  expect((await stepOf(talk.join('\n\n'))).output).toEqual({ form: 'text', minWords: 4 })
})

const riddles = [
  'I have keys but I open no door. What am I?',
  'I run all day but never leave my bed. I turn a mill. What am I?',
  'I drink oil and eat string. What am I?',
]

test('a sentence that all examples have is asked for, and every row ends with it as they do', async () => {
  const text = riddles.join('\n')
  const step = await stepOf(text, { name: 'Riddles' })
  // “I” alone begins them by chance.
  expect(step).toMatchObject({ start: '', output: { form: 'text', phrases: ['What am I?'] } })
  expect(step.examples.map(({ output }) => output)).toEqual(riddles)
  expect(step.prompt).toContain('Write a short text, of about 11 words, ending with “What am I?”. It should fit')
  expect(outputForm(step)).toEqual({ kind: 'text', ending: { words: 'What am I?', sentences: 2, inLines: false } })
  expect(await noteOf(text, 'phrases')).toEqual({ key: 'phrases', phrases: ['What am I?'] })
  const named = await stepOf(riddles.map((riddle) => `Riddle: ${riddle}`).join('\n'))
  expect(named).toMatchObject({ start: 'Riddle:', output: { phrases: ['What am I?'] } })
  expect(named.examples.map(({ output }) => output)).toEqual(riddles)
})

test('what stands before a colon in all examples is asked for, a word or half a sentence of them is not', async () => {
  const solved = riddles.map((riddle, at) => `${riddle} Indeed. Solution: ${['a piano', 'a river', 'a lamp'][at]}.`)
  const step = await stepOf(solved.join('\n'))
  expect(step.output.phrases).toEqual(['What am I?', 'Solution:'])
  expect(step.prompt).toContain(', with “What am I?” in it, with “Solution:” in it.')
  expect(outputForm(step)).toEqual({ kind: 'text' })
  // Two of three are not all.
  expect((await stepOf([...riddles, 'I am late. Who am I?'].join('\n'))).output.phrases).toBeUndefined()
  expect((await stepOf(potions.join('\n\n'))).output.phrases).toBeUndefined()
  expect((await stepOf(questions.join('\n'))).output.phrases).toBeUndefined()
})

test('a row has room for about four times the longest example, or more, and never for less than that has', async () => {
  const roomOf = async (one: string) => (await stepOf([one, ...riddles].join('\n'))).sampling?.maxTokens
  expect(await roomOf('I am a gate. What am I?')).toBe(256)
  expect(await roomOf(`${'I wait and wait. '.repeat(30)}What am I?`)).toBe(576)
  expect(await roomOf(`${'門の前で待つ'.repeat(50)}。`)).toBe(960)
  expect(await roomOf(`${'I wait and wait. '.repeat(200)}What am I?`)).toBe(2048)
  expect(await roomOf(`${'I wait and wait. '.repeat(300)}What am I?`)).toBe(2555)
})

test('thank-you notes stay thank-you notes in the short form too, begin alike, and may be shorter than the examples', async () => {
  const note = (who: string, what: string) => `Dear ${who}, thank you for ${what} that you brought to us last week.`
  const text = [note('Anna', 'the bread'), note('Mr Yilmaz', 'the ladder'), note('both', 'the long letters')].join('\n')
  const step = await stepOf(text, { name: 'Thank-you {notes}' })
  expect(step.start).toBe('Dear')
  expect(step.examples[0]?.output).toMatch(/^Anna, thank you/)
  expect(step.turn).toBe('Thank-you notes: write one for this persona.\n\nPersona: {persona}')
  expect(step.prompt).toContain('this persona. Write a letter, of about 14 words.')
  expect(step.output.minWords).toBe(7)
  expect((await stepOf(text)).turn).toMatch(/^Write a letter for this persona\.\n/)
})

test.each([
  ['Title: Sea bells\nTitle: Bread songs\nTitle: Wool', 'label', 'title'],
  ['Ann: a\nBob: b\nAnn: c\n\nAnn: d\nEve: e\nAnn: f\n\nAnn: g\nMia: h\nMia: i', 'conversation', ''],
  ['Question: a\nAnswer: c\n\nQuestion: e\nAnswer: g\n\nQuestion: i\nAnswer: k', 'exchange', ''],
])(
  'one word that begins all of them becomes the start, and names them only where nobody speaks it',
  async (text, kind, label) => {
    expect((await stepOf(text)).start).toMatch(/^(Title|Ann|Question):$/)
    expect(await noteOf(text, 'kind')).toEqual({ key: 'kind', kind, label })
  },
)

test.each([
  ['half a word', 'Ask for water\nAsked for bread\nAsking wool'],
  ['a whole example', 'Morning\nMorning to you\nMorning all'],
  ['a short word', 'The sea is cold.\nThe bread is warm.\nThe wool is dry.'],
])('%s that all of them share is no start', async (_what, text) => {
  expect((await stepOf(text)).start).toBe('')
})

test.each([
  ['half a phrase', 'What is the sea?\nWhat is the matter?\nWhat is the time?', 'What'],
  ['a title before a name', 'Dear Dr. Holm, come.\nDear Dr. Lund, go.\nDear Dr. Okoro, stay.', 'Dear'],
  ['a line that not all go on below', 'Dear all,\nI ask.\n\nDear all,\nI beg.\n\nDear all, I demand.', 'Dear'],
  ['a greeting', letters.join('\n---\n'), 'Dear'],
])('of %s that all of them share the first word alone is the start', async (_what, text, word) => {
  expect((await stepOf(text)).start).toBe(word)
  expect((await stepOf(text.replace(word, 'Good'))).start).toBe('')
})

test('the names of the examples, which rows must not take over, are told', async () => {
  expect(await noteOf(letters.join('\n---\n'), 'names')).toEqual({
    key: 'names',
    names: expect.arrayContaining(['Mr Holm', 'Ms Okoro', 'Ann Keller', 'Maria Lund', 'Peter Vance']),
  })
  expect(await noteOf('Salt is dear.\nBread is warm.\nWool is dry.', 'names')).toBeUndefined()
  const notes = [
    'Dear Ana,\nThe lamp of Pia broke.\nYours,\nJozef',
    'Dear Mr Vos,\nIt rains in London.\nYours,\nLien',
    'Dear Pia and Bram,\nBread is warm.\nYours,\nOlga',
  ]
  expect(await noteOf(notes.join('\n---\n'), 'names')).toEqual({
    key: 'names',
    names: ['Ana', 'Jozef', 'Mr Vos', 'Lien', 'Bram', 'Olga'],
  })
})

const toNobody = ['a kettle', 'two boots', 'a bag of seed'].map(
  (what) => `Dear Sir or Madam,\n\nLast week I asked for ${what}.`,
)

test.each([
  ['a first line', 'To whom it concerns\nI ask.\n\nTo whom it concerns\nI beg.\n\nTo whom it concerns\nI demand.'],
  ['a first line with a blank one below', toNobody.join('\n---\n')],
])('%s that all of them share is the start with its end, and every row goes on below it', async (_what, text) => {
  const core = startTestCore()
  const { draft, examples } = await draftOf(text)
  const step = draft!.recipe.steps[0] as Step
  const [line] = /^.*\n+/.exec(text) ?? []
  expect(step.start).toBe(line)
  expect(step.examples[0]?.output).toMatch(/^(I ask|Last week)/)
  expect(await noteOf(text, 'start')).toEqual({ key: 'start', text: line?.trim() })
  const { key } = await core.ask('template.save', { recipe: draft!.recipe })
  const { messages, start } = await core.ask('template.preview', {
    ...{ key, personaText: 'A diver', style: 'persona-few-shot' },
  })
  const answers = messages.filter(({ role }) => role === 'assistant').map(({ content }) => content)
  expect(answers.sort()).toEqual(examples.map((example) => example.text).sort())
  expect(start).toBe(line)
})

test.each([
  [
    'a comma',
    'Dear reader, the bread was warm.\nDear reader, the bread was cold.\nDear reader, the shop is shut.',
    'Dear reader,',
  ],
  ['a full stop', 'I write again. It rains.\nI write again. It is dry.\nI write again. It snows.', 'I write again.'],
])('a start that goes on in its line ends at %s', async (_what, text, start) => {
  const step = await stepOf(text)
  expect(step.start).toBe(start)
  expect(step.examples.map((example) => exampleText(step, example)).join('\n')).toBe(text)
})

test('a very long common beginning is cut to what a start may have', async () => {
  const text = ['one', 'two', 'three'].map((end) => `${'same words, '.repeat(40)}${end}`).join('\n')
  const step = await stepOf(text)
  expect(step.start).toMatch(/^(same words, )+same words,$/)
  expect(step.start.length).toBeLessThanOrEqual(200)
  expect(step.examples.map((example) => exampleText(step, example)).join('\n')).toBe(text)
})

test('objects become rules for an answer: types, bounds, what all have, and values that come again', async () => {
  const { draft } = await draftOf(jsonl(records))
  const { output, examples } = draft!.recipe.steps[0] as Step
  expect(examples.map((example) => example.output)).toEqual(records)
  expect(output.form).toBe('json')
  expect(output.schema).toEqual({
    type: 'object',
    additionalProperties: false,
    required: ['name', 'kind', 'price', 'parts'],
    properties: {
      name: { type: 'string', minLength: 4, maxLength: 50 },
      kind: { type: 'string', enum: ['sensor', 'app'] },
      price: { type: 'number', minimum: 0 },
      parts: { type: 'array', minItems: 0, maxItems: 3, items: { type: 'string', minLength: 2, maxLength: 40 } },
    },
  })
  expect(draft!.notes).toEqual(
    expect.arrayContaining([
      { key: 'fields', fields: ['name', 'kind', 'price', 'parts'] },
      { key: 'fields-left-out', fields: ['note'] },
      { key: 'choices', field: 'kind', values: ['sensor', 'app'] },
    ]),
  )
  expect(() => checkForm({ kind: 'json', schema: output.schema! }, '', 2048)).not.toThrow()
})

test('objects over several lines, with commas between them or as one list, are read like those in lines', async () => {
  const lines = await stepOf(jsonl(records))
  for (const text of [
    records.map((record) => JSON.stringify(record, null, 2)).join('\n'),
    records.map((record) => JSON.stringify(record, null, 2)).join('\n\n'),
    records.map((record) => JSON.stringify(record)).join(',\n'),
    JSON.stringify(records, null, 1),
  ]) {
    expect((await stepOf(text)).examples).toEqual(lines.examples)
  }
})

test('a table becomes objects, its numbers numbers; with one column beside the persona, texts', async () => {
  const table = await stepOf('name,age\n"Ann, the first",30\nBob,41\nCleo,7')
  expect(table.examples.map(({ output }) => output)).toEqual([
    { name: 'Ann, the first', age: 30 },
    { name: 'Bob', age: 41 },
    { name: 'Cleo', age: 7 },
  ])
  expect(table.output.schema).toMatchObject({ properties: { age: { type: 'integer', minimum: 0 } } })
  const texts = await stepOf('persona;letter\nA diver;Dear sea\nA baker;"Dear\nbread"\nA nurse;Dear night')
  expect(texts.examples).toEqual([
    { persona: 'A diver', output: 'Dear sea' },
    { persona: 'A baker', output: 'Dear\nbread' },
    { persona: 'A nurse', output: 'Dear night' },
  ])
})

test('rows of a dataset bring their personas along; texts without one get a stand-in and are counted', async () => {
  const rows = ['diver', 'baker', 'nurse'].map((who) => ({
    ...{ prompt: 'x', 'input persona': `A ${who}`, finish_reason: 'stop', 'synthesized text': `${who}s speak.` },
  }))
  const text = jsonl(rows)
  expect((await stepOf(text)).examples[0]).toEqual({ persona: 'A diver', output: 'divers speak.' })
  expect(await noteOf(text, 'personas')).toEqual({ key: 'personas', missing: 0, whole: 3 })
  expect((await stepOf(questions.join('\n'))).examples[0]?.persona).toBe('A person')
  expect(await noteOf(questions.join('\n'), 'personas')).toMatchObject({ missing: 3 })
})

test.each([
  ['de', 'Der Hund und die Katze sind nicht da.\nIch bin auch mit dem Zug gekommen.\nDas ist ein Haus für alle.'],
  ['fr', 'Le chat est dans la maison.\nJe ne sais pas qui vous êtes.\nElle a une lettre pour nous et les autres.'],
  [
    'en',
    'Potion: Widow’s Breath\nEffect: The drinker holds their breath for one hour.\nSide effect: Lips turn blue until sunrise.\nPrice: 40 silver\n\nPotion: Fox Ear\nEffect: Whispers become clear across a crowded square.\nSide effect: Loud bells hurt.\nPrice: 15 silver\n\nPotion: Stone Nap\nEffect: Sleep like granite through any storm.\nSide effect: Moss between the toes.\nPrice: 9 silver',
  ],
  ['ja', '猫はどこにいますか\n今日は雨が降ります\n本を二冊ください'],
  ['ru', 'Где лежит эта книга?\nМы не были там вчера.\nОна пишет длинные письма.'],
  [null, 'Ion qar velt\nOmb tris alo\nUnt pel vor'],
])('the language %s is told only where it is evident', async (code, text) => {
  const { draft } = await draftOf(text)
  expect(draft?.notes).toContainEqual({ key: 'language', code })
  expect(draft?.recipe.language).toBe(code ?? 'und')
  if (code === 'de') expect(draft?.recipe.steps[0]?.prompt).toContain('Write it in German.')
})

test.each([
  ['question', questions.join('\n')],
  ['exchange', 'Q: a b\nA: c d\n\nQ: e f\nA: g h\n\nQ: i j\nA: k l'],
  ['conversation', 'Ann: a\nBob: b\nAnn: c\n\nEve: a\nBob: b\nEve: c\n\nAnn: a\nMia: b\nMia: d'],
  ['letter', 'Dear sea, calm down please.\nHello bread, rise now.\nDear night, end soon.'],
  ['steps', '1. Mix\n2. Wait\n\n1. Cut\n2. Glue\n\n1. Go\n2. Stop'],
  ['list', '- salt\n- flour\n\n- nails\n- wood\n\n- wool\n- dye'],
  ['sentence', 'Rain makes the roof sing.\nBread needs a warm night.\nWool is soft as snow.'],
  ['short-text', 'Rain came. We ran.\nBread rose. We ate.\nWool fell. We wove.'],
])('examples of the kind “%s” are called so in the task', async (kind, text) => {
  expect(await noteOf(text, 'kind')).toMatchObject({ kind })
})

test.each([
  ['nothing', '', 0, /no example here yet/],
  ['only blank lines', ' \n\n\t\n', 0, /no example here yet/],
  ['one example', 'Only one', 1, /One example is of use.*Add 2 more/],
  ['two examples', 'One\nTwo', 2, /2 examples are of use.*Add one more/],
  ['eleven examples', Array.from({ length: 11 }, (_, at) => `Text ${at}`).join('\n'), 11, /10 at most. Keep the 10/],
  ['5 MB', 'A line of words\n'.repeat(340_000), 0, /5,440,000 characters.*1,000,000/],
  ['objects without a common field', '{"a":1}\n{"b":2}\n{"c":3}', 3, /no named field that all/],
  ['objects among texts', '["x", "y", {"a": 1}]', 3, /1 of the examples have named fields and 2 are plain/],
])('%s gives no draft and one clear sentence', async (_what, text, usable, sentence) => {
  const answer = await draftOf(text)
  expect(answer).toMatchObject({ usable, draft: null })
  expect(answer.problem).toMatch(sentence)
})

test.each([
  ['a bell in it', 'Text \u0007 one', /U\+0007/],
  ['a NUL in it', 'Text \0 one', /U\+0000/],
  ['half a character', 'Text \ud83d one', /U\+D83D/],
  ['words of an earlier one', ' first TEXT here. ', /same as example 1/],
  ['20,001 characters', 'x'.repeat(20_001), /20,001 characters.*20,000 at most/],
])('an example with %s is left out with its reason, and the others stay', async (_what, bad, reason) => {
  const answer = await draftOf(['First text here', 'Second text here', 'Third text here', bad].join('\n'))
  expect(answer).toMatchObject({ found: 4, usable: 3, problem: null })
  expect(answer.examples[3]?.problem).toMatch(reason)
  expect(answer.draft?.recipe.steps[0]?.examples).toHaveLength(3)
})

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

test.each([
  ['nested 65 deep', deep(65), /more than 64 levels/],
  ['nested 100,000 deep', deep(100_000).slice(0, 15_000).padEnd(15_001, '}'), /levels|whole JSON/],
  ['cut off', '{"name": "Sea', /ends too early/],
  ['with a mistake', '{"name": Sea}', /goes wrong at “Sea}”/],
  ['with a field twice', '{"name": "Sea", "name": "Bread"}', /“name” twice/],
  ['that is a number', '12', /a number/],
  ['that is empty but for its persona', '{"persona": "A diver"}', /no field beside/],
  ['with a poisoned name', '{"name": "Sea", "__proto__": {"a": 1}}', /__proto__/],
  ['with a bell in a field', '{"name": "S\\u0007ea"}', /U\+0007/],
  ['with a field of 2,001 characters', `{"name": "${'x'.repeat(2001)}"}`, /“name” has 2,001 characters/],
])('a line of JSON %s is left out with its reason, and the others stay', async (_what, bad, reason) => {
  const answer = await draftOf(`${jsonl(records.slice(0, 3))}\n${bad}`)
  expect(answer).toMatchObject({ shape: 'jsonl', usable: 3, problem: null })
  expect(answer.examples[3]?.problem).toMatch(reason)
})

test('JSON nested 64 deep can be held to its rules', async () => {
  const step = await stepOf([deep(64), deep(64).replace('1', '2'), deep(64).replace('1', '3')].join('\n'))
  expect(() => checkForm({ kind: 'json', schema: step.output.schema! }, '', 2048)).not.toThrow()
})

test('many lines that never close are read at once', async () => {
  const started = performance.now()
  const answer = await draftOf(`{"a": 1}\n${'{"a": [\n'.repeat(120_000)}`)
  expect(answer.examples[1]?.problem).toMatch(/ends too early/)
  expect(performance.now() - started).toBeLessThan(5000)
})

test('braces, {persona} and names of variables stay literal from the example to the prompt', async () => {
  const core = startTestCore()
  const texts = ['Ask {persona}: {money} now', 'Ask {persona}: \\frac{a}{b} now', 'Ask {persona}: \u0024{x} {{y}} now']
  const { draft } = await core.ask('template.draft', { from: { text: texts.join('\n') }, name: 'The {kind} {persona}' })
  const { key } = await core.ask('template.save', { recipe: draft!.recipe })
  expect(draft!.recipe.steps[0]?.start).toBe('Ask {persona}:')
  const { messages, start } = await core.ask('template.preview', {
    ...{ key, personaText: 'A diver', style: 'persona-few-shot' },
  })
  const answers = messages.filter(({ role }) => role === 'assistant').map(({ content }) => content)
  expect(answers.sort()).toEqual([...texts].sort())
  expect(start).toBe('Ask {persona}:')
  expect(messages.at(-1)?.content).toContain('A diver')
})

test('fields with braces in their names stay literal too', async () => {
  const core = startTestCore()
  const text = jsonl([1, 2, 3].map((at) => ({ '{persona}': `Text ${at}`, '{other}': at })))
  const { draft } = await core.ask('template.draft', { from: { text } })
  const { key } = await core.ask('template.save', { recipe: draft!.recipe })
  const { messages } = await core.ask('template.preview', { key, personaText: 'A diver', style: 'zero-shot' })
  expect(messages.at(-1)?.content).toContain('these fields: persona, other.')
})

test.each([
  ['texts', questions.join('\n')],
  ['objects', jsonl(records)],
  [
    'odd fields',
    jsonl([1, 2, 3].map((at) => ({ '': at, 'a b': null, 'ü"\n': [{ x: at }], e: {}, m: at > 1 ? at : 'one' }))),
  ],
  ['long texts', [1, 2, 3].map((at) => `${at} ${'word '.repeat(3000)}`).join('\n')],
  ['long fields', jsonl([1, 2, 3].map((at) => ({ at, text: 'x'.repeat(1900), more: 'y'.repeat(1500) })))],
])(
  'a draft of %s is a valid template, goes out as a file, comes back the same, and can be used',
  async (_what, text) => {
    const core = startTestCore()
    const { draft } = await core.ask('template.draft', { from: { text }, name: 'Mine' })
    const { key } = await core.ask('template.save', { recipe: draft!.recipe })
    const stored = (await core.ask('template.show', { key })).recipe
    expect(stored).toEqual(draft!.recipe)
    const file = await core.ask('template.file', { key })
    writeFileSync(join(core.folder, file.fileName), file.text.replace('key: mine', 'key: back'))
    await core.ask('template.import', { fileId: file.fileName })
    expect((await core.ask('template.show', { key: 'back' })).recipe).toEqual({ ...stored, key: 'back' })
    const { output, sampling } = stored.steps[0] as Step
    if (output.schema) checkForm({ kind: 'json', schema: output.schema }, '', sampling?.maxTokens ?? 2048)
  },
)

test('a file is read by its ending, and its template takes a key that is free', async () => {
  const core = startTestCore()
  writeFileSync(join(core.folder, 'mine.tsv'), 'a\tb\nc d e, f\tx\ng\ty\nh\tz')
  const { shape, draft } = await core.ask('template.draft', { from: { fileId: 'mine.tsv' }, name: 'Math' })
  expect(shape).toBe('csv')
  expect(draft?.recipe.key).toBe('math-2')
  expect((await core.ask('template.list', {})).some(({ key }) => key === 'math-2')).toBe(false)
  writeFileSync(join(core.folder, 'large.txt'), 'x'.repeat(5e6))
  await expect(core.ask('template.draft', { from: { fileId: 'large.txt' } })).rejects.toMatchObject({
    code: 'bad-file',
    message: expect.stringContaining('Take 3 to 10 examples out of it'),
  })
})

test('a shape that is named is taken, whatever the text looks like', async () => {
  const text = 'name,age\nAnn,30\nBob,41'
  expect(await draftOf(text, { shape: 'lines' })).toMatchObject({ shape: 'lines', usable: 3 })
  expect(await draftOf(text)).toMatchObject({ shape: 'csv', usable: 2 })
  expect(await draftOf('Hello there, friend.\nGood day, all\nBye now, you')).toMatchObject({ shape: 'lines' })
})
