import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PromptStyle, Recipe } from '#contract/recipe'
import { readPythonStrings } from '../../src-main/core/templates/python-templates.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

const recipe = {
  format: 'persona-loom/recipe@1',
  key: 'letters',
  name: 'Letters',
  variables: { place: { label: 'Place', default: 'the sea' } },
  steps: [
    { name: 'letter', prompt: 'Write {"to": {persona}, "at": {0}, "x^{n}": {place}} in \\frac{a}{b}.', start: 'Dear' },
  ],
}

test('six kinds come with the app, each with examples enough to draw from', async () => {
  const { ask } = startTestCore()
  const list = await ask('template.list', {})
  expect(list.map(({ key }) => key).sort()).toEqual(['instruction', 'knowledge', 'logic', 'math', 'npc', 'tool'])
  expect(list.every(({ builtIn, examples }) => builtIn && examples >= 12)).toBe(true)
  const starts = Object.fromEntries(list.map(({ key, start }) => [key, start]))
  expect(starts).toMatchObject({
    math: 'Math problem:',
    instruction: 'User prompt:',
    knowledge: 'Title:',
    npc: 'Name:',
  })
})

test('the list tells of each template how its rows look, what they must have and how many fields or choices they have, however long they are', async () => {
  const { ask } = startTestCore()
  const example = { persona: 'A baker', output: ` flour ${'and more flour '.repeat(5_000)}` }
  await ask('template.save', { recipe: { ...recipe, steps: [{ ...recipe.steps[0], examples: [example] }] } })
  const ofBells = { ...recipe, key: 'bells', steps: [{ name: 'a', prompt: `{persona}${'🔔'.repeat(1_000)}` }] }
  await ask('template.save', { recipe: ofBells })
  const choices = { form: 'choice', choices: ['calm', 'cross', 'glad'] }
  const ofChoices = { ...recipe, key: 'moods', steps: [{ ...recipe.steps[0], output: choices }] }
  await ask('template.save', { recipe: ofChoices })
  const ofTales = { ...recipe, key: 'tales', steps: [{ ...recipe.steps[0], output: { phrases: ['The end.'] } }] }
  await ask('template.save', { recipe: ofTales })
  const list = Object.fromEntries((await ask('template.list', {})).map((template) => [template.key, template]))
  expect(list['letters']?.glimpse).toMatch(/^Dear +flour and more/)
  expect(list['letters']?.glimpse.length).toBeLessThan(1_000)
  expect(list['bells']?.glimpse).toMatch(/^\{persona\}🔔+$/u)
  expect(list['moods']).toMatchObject({ form: 'choice', parts: 3, glimpse: ofChoices.steps[0]?.prompt })
  expect([list['tales']?.phrases, list['moods']?.phrases]).toEqual([['The end.'], []])
  expect(list['tool']).toMatchObject({ form: 'json', parts: 6 })
  expect(list['tool']?.glimpse).toContain(': ')
  expect((await ask('app.info', {})).templateCount).toBe(Object.keys(list).length)
})

test('only {persona} and declared variables are replaced; other braces stay', async () => {
  const { ask } = startTestCore()
  await ask('template.save', { recipe })
  const { messages, start } = await ask('template.preview', {
    key: 'letters',
    personaText: 'A {place} of {persona}',
    variables: { place: 'home' },
  })
  expect(messages.at(-1)).toEqual({
    role: 'user',
    content: 'Write {"to": A {place} of {persona}, "at": {0}, "x^{n}": home} in \\frac{a}{b}.',
  })
  expect(start).toBe('Dear')
})

test.each([
  ['without {persona}', { steps: [{ name: 'a', prompt: 'Write something.' }] }, /does not hold \{persona\}/],
  ['with an unknown variable', { steps: [{ name: 'a', prompt: '{persona} in {town}' }] }, /uses \{town\}/],
  ['without a name', { name: ' ' }, /name/],
  ['of another format', { format: 'persona-loom/recipe@9' }, /format/],
  ['with a key that is a path', { key: '../x' }, /key/],
  ['of two steps', { steps: [recipe.steps[0], recipe.steps[0]] }, /one step/],
  ['with JSON and no schema', { steps: [{ name: 'a', prompt: '{persona}', output: { form: 'json' } }] }, /schema/],
  [
    'with a choice that is not there',
    { variables: { place: { label: 'P', default: 'x', choices: { y: 'z' } } } },
    /no choice/,
  ],
  ['that would replace a built-in one', { key: 'math' }, /built-in/],
])('a template %s is refused in words', async (_what, change, message) => {
  const { ask } = startTestCore()
  await expect(ask('template.save', { recipe: { ...recipe, ...change } })).rejects.toMatchObject({
    code: 'bad-template',
    message: expect.stringMatching(message),
  })
})

test('every built-in template goes out as a file and comes back the same', async () => {
  const core = startTestCore()
  for (const { key } of await core.ask('template.list', {})) {
    const { fileName, text } = await core.ask('template.file', { key })
    const renamed = text.replace(`key: ${key}`, `key: ${key}-mine`)
    writeFileSync(join(core.folder, fileName), renamed)
    await core.ask('template.import', { fileId: fileName })
    const original = (await core.ask('template.show', { key })).recipe
    expect((await core.ask('template.show', { key: `${key}-mine` })).recipe).toEqual({
      ...original,
      key: `${key}-mine`,
    })
  }
})

test('a change is previewed before it is saved, held to the same rules, and stores nothing', async () => {
  const { ask } = startTestCore()
  await ask('template.save', { recipe })
  const preview = (prompt: string) =>
    ask('template.preview', {
      key: 'letters',
      recipe: { ...recipe, steps: [{ name: 'letter', prompt }] },
      personaText: 'A diver',
    })
  expect((await preview('Greet {persona}.')).messages.at(-1)?.content).toBe('Greet A diver.')
  await expect(preview('Greet {person}.')).rejects.toMatchObject({ code: 'bad-template' })
  expect((await ask('template.show', { key: 'letters' })).recipe.steps[0]?.start).toBe('Dear')
})

test('a copy can be changed and removed; a built-in one stays', async () => {
  const { ask } = startTestCore()
  const copy = await ask('template.duplicate', { key: 'math' })
  expect(copy).toMatchObject({ key: 'math-copy', builtIn: false })
  expect((await ask('template.duplicate', { key: 'math' })).key).toBe('math-copy-2')
  await ask('template.remove', { key: 'math-copy' })
  await expect(ask('template.show', { key: 'math-copy' })).rejects.toMatchObject({ code: 'not-found' })
  await expect(ask('template.remove', { key: 'math' })).rejects.toMatchObject({ code: 'bad-input' })
})

test('examples come as earlier turns, as a list, or not at all, as the style says', async () => {
  const { ask } = startTestCore()
  const preview = (style: 'zero-shot' | 'few-shot' | 'persona-few-shot') =>
    ask('template.preview', { key: 'math', personaText: 'A diver in Cebu', style })
  const turns = (await preview('persona-few-shot')).messages
  expect(turns.map(({ role }) => role)).toEqual([
    'system',
    'user',
    'assistant',
    'user',
    'assistant',
    'user',
    'assistant',
    'user',
  ])
  expect(turns[2]!.content).toMatch(/^Math problem: /)
  expect(turns.at(-1)!.content).toContain('A diver in Cebu')
  const list = (await preview('few-shot')).messages
  expect(list.map(({ role }) => role)).toEqual(['system', 'user'])
  expect(list[1]!.content.match(/Math problem: /g)!.length).toBeGreaterThanOrEqual(3)
  expect((await preview('zero-shot')).messages[1]!.content).not.toContain('Example 1')
})

test('examples are drawn by seed and place: the same for the same, and in a preview those that the run of it shows', async () => {
  const core = startTestCore({ engine: scriptedEngine().engine })
  const model = await core.addModel()
  const shown = async (position: number, seed: string) =>
    (
      await core.ask('template.preview', {
        key: 'math',
        personaText: 'Anybody',
        style: 'persona-few-shot',
        seed,
        position,
      })
    ).messages[2]!.content
  const places = Array.from({ length: 20 }, (_, at) => at)
  const drawn = await Promise.all(places.map((at) => shown(at, 'linen')))
  expect(new Set(drawn).size).toBe(3)
  expect(await shown(0, 'wool')).not.toBe(drawn[0])
  const run = { template: { key: 'math' }, style: 'persona-few-shot', personas: { count: 20 }, seed: 'linen' } as const
  const { id: runId } = await core.runToEnd(run, model)
  const { rows } = await core.ask('row.page', { runId })
  const read = await Promise.all(rows.map(({ id }) => core.ask('row.show', { rowId: id })))
  expect(read.map(({ attempts }, at) => attempts[0]!.prompt.includes(drawn[at]!))).toEqual(places.map(() => true))
})

test('small models get the short game world, others the long one, and a choice overrides both', async () => {
  const core = startTestCore()
  const words = async (input: object) =>
    (await core.ask('template.preview', { key: 'npc', personaText: 'A diver', style: 'zero-shot', ...input })).words
  expect(await words({})).toBeGreaterThan(1500)
  expect(await words({ variables: { world: 'Tidebell in brief' } })).toBeLessThan(600)
  expect(await words({ modelSha256: await core.addModel() })).toBeLessThan(600)
  await expect(words({ variables: { world: 'none' } })).rejects.toMatchObject({ code: 'bad-input' })
  await expect(words({ variables: { moon: 'x' } })).rejects.toMatchObject({ code: 'bad-input' })
})

const own = 'Skarvik is a fishing village of twelve boats.'
const messagesOf = async (
  { ask }: ReturnType<typeof startTestCore>,
  template: { key: string; recipe?: Recipe },
  style: PromptStyle,
  world = own,
) =>
  (
    await ask('template.preview', { ...template, personaText: 'A diver in Cebu', style, variables: { world } })
  ).messages.map(({ content }) => content)

test('beside a world of one’s own stand examples that each bring a world, which like it is the last that is read', async () => {
  const core = startTestCore()
  const { steps } = (await core.ask('template.show', { key: 'npc' })).recipe
  const backgrounds = steps.flatMap(({ examples }) => examples.flatMap(({ background }) => background?.trim() ?? []))
  const hasOne = (content: string) =>
    backgrounds.some((background) => content.endsWith(`\n\nGame world: ${background}`))

  const turns = await messagesOf(core, { key: 'npc' }, 'persona-few-shot')
  expect(turns.join()).not.toMatch(/Tidebell|Orrow/)
  expect(turns.map(hasOne)).toEqual([false, true, false, true, false, true, false, false])
  expect(turns.at(-1)).toMatch(/^Which character .*A diver in Cebu\n\nGame world: Skarvik is .* boats\.$/s)
  const [, list = ''] = await messagesOf(core, { key: 'npc' }, 'few-shot')
  expect(backgrounds.filter((background) => list.includes(`:\nGame world: ${background}\nName: `))).toHaveLength(3)
  expect(list.indexOf(own)).toBeGreaterThan(list.indexOf('Example 3:'))
  for (const world of ['Tidebell', 'Tidebell in brief']) {
    const given = (await messagesOf(core, { key: 'npc' }, 'persona-few-shot', world)).join()
    expect(given).toContain('Orrow')
    expect(backgrounds.filter((background) => given.includes(background))).toEqual([])
  }
})

test('where no example brings a world, one’s own stands right before the task, and they behind the one that they belong to', async () => {
  const core = startTestCore()
  const { recipe: builtIn } = await core.ask('template.show', { key: 'npc' })
  const steps = builtIn.steps.map((step) => ({ ...step, examples: step.examples.filter((each) => !each.background) }))
  const messages = (style: PromptStyle, world?: string) =>
    messagesOf(core, { key: 'npc', recipe: { ...builtIn, steps } }, style, world)

  const turns = await messages('persona-few-shot')
  expect(turns[1]).toMatch(/^The game Tidebell is set in Orrow/)
  expect(turns.filter((content) => content.includes(own))).toEqual([turns.at(-1)])
  expect(turns.at(-1)).toMatch(/^Skarvik is .* boats\.\n\nWhich character .*A diver in Cebu$/s)
  const [, list = ''] = await messages('few-shot')
  expect(list.indexOf('Tidebell')).toBeLessThan(list.indexOf('Example 1:'))
  expect(list.indexOf(own)).toBeGreaterThan(list.indexOf('Example 3:'))
  // Without examples nothing of the template's world is read.
  expect((await messages('zero-shot')).join()).not.toMatch(/Tidebell|Orrow/)
  expect(await messages('persona-few-shot', 'Tidebell in brief')).not.toContain(own)
  expect((await messages('persona-few-shot', 'Tidebell in brief')).at(-1)).toMatch(/^Which character/)
})

const python = `# four templates
import os
instruction_template = '''Guess a prompt.

{persona}

Note:
1. Your output should start with "User prompt:".
'''

npc_template = """World with {braces} and \\"quotes\\"
{persona} it's
Your output should start with 'Name:'"""
not_mine = "nothing here"
joined_template = ("Write about " 'the life of '
    # a comment
    r"{persona} \\n raw\\u0041" "\\t\\u00e9\\x41\\n")
computed = f"{persona}"
called = "{persona}".strip()
`

test('the strings of a Python file become templates, without running it', async () => {
  const core = startTestCore()
  writeFileSync(join(core.folder, 'prompt_templates.py'), python)
  const [instruction] = await core.ask('template.import', {
    fileId: 'prompt_templates.py',
    only: 'instruction_template',
  })
  expect(instruction).toMatchObject({ key: 'instruction-template', start: 'User prompt:', description: 'instruction' })
  const shown = (await core.ask('template.show', { key: 'instruction-template' })).recipe.steps[0]!
  expect(shown.prompt).toBe('Guess a prompt.\n\n{persona}\n\nNote:\n1. Your output should start with "User prompt:".\n')
  expect(shown.output.minWords).toBe(10)
  await expect(
    core.ask('template.import', { fileId: 'prompt_templates.py', only: 'math_template' }),
  ).rejects.toMatchObject({
    message: expect.stringContaining('npc_template'),
  })
})

test('Python strings are read to the letter: quotes, escapes, raw, joined; computed ones are left out', () => {
  const strings = Object.fromEntries(readPythonStrings(python).map(({ name, text }) => [name, text]))
  expect(Object.keys(strings)).toEqual(['instruction_template', 'npc_template', 'not_mine', 'joined_template'])
  expect(strings['npc_template']).toBe(
    "World with {braces} and \"quotes\"\n{persona} it's\nYour output should start with 'Name:'",
  )
  expect(strings['joined_template']).toBe('Write about the life of {persona} \\n raw\\u0041\t\u00e9A\n')
})

test.each([
  ['is not there', 'none.yaml', undefined, 'bad-file'],
  ['is not UTF-8', 'latin.yaml', Buffer.from([0x6e, 0xe9, 0x0a]), 'bad-file'],
  ['is not YAML', 'broken.yaml', 'a: [1', 'bad-template'],
  ['holds a bomb of aliases', 'bomb.yaml', 'a: &a [x]\nb: [*a, *a]', 'bad-template'],
  ['is Python without a template', 'empty.py', 'x = 1', 'bad-template'],
])('a template file that %s is refused', async (_what, name, content, code) => {
  const core = startTestCore()
  if (content !== undefined) writeFileSync(join(core.folder, name), content)
  await expect(core.ask('template.import', { fileId: name })).rejects.toMatchObject({ code })
})

test('a change to a version that is no longer there is not stored, unless it is asked for', async () => {
  const { ask } = startTestCore()
  const first = await ask('template.save', { recipe })
  const other = { ...recipe, name: 'Other letters' }
  await ask('template.save', { recipe: other, replaces: first.hash })
  await expect(ask('template.save', { recipe, replaces: first.hash })).rejects.toMatchObject({
    code: 'changed-elsewhere',
    message: expect.stringContaining('Other letters'),
  })
  expect((await ask('template.show', { key: 'letters' })).recipe.name).toBe('Other letters')
  expect(await ask('template.save', { recipe })).toMatchObject({ hash: first.hash })
  // What was removed elsewhere is not there to be lost.
  await ask('template.remove', { key: 'letters' })
  expect(await ask('template.save', { recipe: other, replaces: first.hash })).toMatchObject({ name: 'Other letters' })
})

test('a copy of a built-in template knows its original, through copies of it and through a file', async () => {
  const core = startTestCore()
  const { ask } = core
  const original = (await ask('template.show', { key: 'math' })).recipe
  expect((await ask('template.show', { key: 'math' })).original).toBeNull()
  const { key } = await ask('template.duplicate', { key: 'math' })
  const copy = await ask('template.show', { key })
  expect(copy.original).toEqual(original)
  expect(copy.recipe).toEqual({ ...original, key, name: copy.template.name, origin: 'math' })

  await ask('template.save', { recipe: { ...copy.recipe, steps: [{ name: 'a', prompt: 'Ask {persona}.' }] } })
  expect((await ask('template.show', { key })).original).toEqual(original)
  const second = await ask('template.duplicate', { key })
  expect((await ask('template.show', { key: second.key })).original).toEqual(original)
  const { fileName, text } = await ask('template.file', { key })
  writeFileSync(join(core.folder, fileName), text)
  await ask('template.remove', { key })
  await ask('template.import', { fileId: fileName })
  expect((await ask('template.show', { key })).original).toEqual(original)

  // What was made of a built-in template's file is a copy of it too.
  const { text: file } = await ask('template.file', { key: 'math' })
  writeFileSync(join(core.folder, 'math.yaml'), file.replace('draw: ', 'draw: 1'))
  await ask('template.import', { fileId: 'math.yaml' })
  expect((await ask('template.show', { key: 'math-2' })).original).toEqual(original)
})

test('a template of one’s own has no original, nor has one whose original this version does not bring', async () => {
  const { ask } = startTestCore()
  await ask('template.save', { recipe })
  const { key } = await ask('template.duplicate', { key: 'letters' })
  expect(await ask('template.show', { key })).toMatchObject({ original: null, recipe: { key: 'letters-copy' } })
  await ask('template.save', { recipe: { ...recipe, key: 'later', origin: 'poem' } })
  expect(await ask('template.show', { key: 'later' })).toMatchObject({ original: null, recipe: { origin: 'poem' } })
})
