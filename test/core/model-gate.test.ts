import { expect, test } from 'vitest'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { startTestCore } from '../support/test-core.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const request = { template: { key: 'math' }, personas: { count: 4 }, attempts: 1, parallel: 2 } as const

/** An engine whose every call takes a while and leaves a line, so that calls of two uses would be seen in between. */
async function start() {
  const scripted = scriptedEngine(() => ({}), { delayMs: 5 })
  const { engine } = scripted
  const said: string[] = []
  const slowly =
    <I extends unknown[], O>(name: string, act: (...input: I) => Promise<O>) =>
    async (...input: I): Promise<O> => {
      said.push(name)
      await pause(5)
      return act(...input)
    }
  engine.load = slowly('load', engine.load)
  engine.measure = slowly('measure', engine.measure)
  engine.show = slowly('show', engine.show)
  engine.open = slowly('open', engine.open)
  engine.generate = slowly('generate', engine.generate)
  const core = startTestCore({ engine })
  const model = await core.addModel()
  const uses = {
    show: () => core.ask('prompt.show', { template: { key: 'math' }, personaText: 'A baker', modelSha256: model }),
    start: () => core.ask('run.start', { ...request, modelSha256: model }),
    try: () => core.ask('run.start', { ...request, purpose: 'try', modelSha256: model }),
    measure: () => core.ask('model.measure', { sha256: model }),
  }
  return { ...core, ...uses, said, model }
}

/** Each use of the model in the order of its calls, as one word. */
const usesOf = (said: string[]) =>
  said
    .join(' ')
    .replace(/load show/g, 'SHOW')
    .replace(/load measure load open( generate)+/g, 'RUN')
    .replace(/load( open( generate)+){8}/g, 'MEASURE')

test('a prompt and a run that are asked for in the same moment come one after the other', async () => {
  for (const order of [['show', 'start'] as const, ['show', 'show', 'start'] as const]) {
    const core = await start()
    const done = core.hub.next('run.done', () => true)
    await Promise.all(order.map((name) => core[name]()))
    expect((await done).counts.accepted).toBe(4)
    expect(usesOf(core.said)).toMatch(/^SHOW( SHOW)? RUN$/)
  }
})

test('a run that comes first has the model: the prompt is refused in words, and the run is whole', async () => {
  const core = await start()
  const done = core.hub.next('run.done', () => true)
  const [, shown] = await Promise.allSettled([core.start(), core.show()])
  expect(shown).toMatchObject({
    status: 'rejected',
    reason: { code: 'busy', message: expect.stringContaining('prompt') },
  })
  expect((await done).counts.accepted).toBe(4)
  expect(usesOf(core.said)).toBe('RUN')
})

test('measuring and a run that are asked for in the same moment never share the model', async () => {
  for (const [first, second, left] of [
    ['measure', 'start', 'MEASURE'],
    ['start', 'measure', 'RUN'],
    ['measure', 'measure', 'MEASURE'],
    ['start', 'start', 'RUN'],
  ] as const) {
    const core = await start()
    const done = first === 'start' ? core.hub.next('run.done', () => true) : undefined
    const [one, other] = await Promise.allSettled([core[first](), core[second]()])
    expect(one.status).toBe('fulfilled')
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'busy' } })
    await done
    expect(usesOf(core.said)).toBe(left)
  }
})

test('a try gives way to a run even while it is being planned, and to several that come at once only for the first', async () => {
  for (const wait of [0, 3, 40]) {
    const core = await start()
    const ends: { id: number; status: string }[] = []
    core.hub.on('run.done', ({ id, status }) => void ends.push({ id, status }))
    const tried = core.try()
    await pause(wait)
    const [, run, other] = await Promise.allSettled([tried, core.start(), core.start()])
    expect(run).toMatchObject({ status: 'fulfilled', value: { id: 2 } })
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'busy' } })
    await expect.poll(() => ends.some(({ id }) => id === 2)).toBe(true)
    expect(ends.filter(({ id }) => id === 2)).toEqual([{ id: 2, status: 'finished' }])
    expect(ends.filter(({ id, status }) => id === 1 && status === 'stopped').length).toBeLessThanOrEqual(1)
    expect(core.said.join(' ')).toMatch(/load measure load open( generate)+$/)
  }
})

test('a start that fails leaves the model free', async () => {
  const core = await start()
  await expect(
    core.ask('run.start', { ...request, template: { key: 'poem' }, modelSha256: core.model }),
  ).rejects.toThrow()
  await expect(core.ask('model.measure', { sha256: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'model-missing' })
  expect((await core.show()).text).toContain('A baker')
})
