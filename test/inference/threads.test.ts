import { afterAll, expect, test } from 'vitest'
import { ask, sampling, startEngine } from '../support/start-engine.ts'
import { tinyModels } from '../support/tiny-model.ts'

const models = tinyModels()
const { engine } = startEngine()
afterAll(async () => {
  await engine.close()
  models.remove()
})

test('a text does not depend on the threads that write it, and there are never more of them than cores', async () => {
  const { threads } = await engine.load(models.make())
  expect(threads).toBeGreaterThanOrEqual(1)
  const asked = [1, 2, 3].map((seed) =>
    ask('Tell me everything.', { seed, sampling: { ...sampling, temperature: 2, maxTokens: 80 } }),
  )
  const texts = []
  for (const wanted of [undefined, 1, 500]) {
    await engine.open({ contextSize: 512, slots: 3, threads: wanted })
    texts.push((await Promise.all(asked.map((each) => engine.generate(each)))).map(({ text }) => text))
  }
  expect(texts[1]).toEqual(texts[0])
  expect(texts[2]).toEqual(texts[0])
})
