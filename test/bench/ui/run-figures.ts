import type { Figures } from '../bench.ts'
import { percentile } from '../engine/statistics.ts'
import { rowsAtOnce } from './run-speed.ts'
import type { Bench } from './with-page.ts'

const runRows = 20_000
const warmUpMs = 4_000
const presses = 40
const betweenMs = 120
const leastRate = 190

export const runFigures = { figures: ['inputLatencyMs'], measure }

/** From a key to the frame that answers it, while 200 rows a second are written. */
async function measure(bench: Bench): Promise<Figures> {
  const { ask, tool, begin, page, modelSha256, round } = bench
  await begin()
  const run = await ask('run.start', {
    ...{ template: { key: 'math' }, modelSha256, parallel: rowsAtOnce, attempts: 1 },
    personas: { count: Math.min(runRows, bench.rows) },
    seed: `bench ${round} ${Date.now()}`,
  })
  try {
    await tool('note', 'the page of a run at 200 rows a second')
    await page.evaluate((id) => window.location.replace(`#/datasets/${id}`), run.id)
    await page.getByRole('listbox').focus()
    await page.waitForTimeout(warmUpMs)
    const runPage = await press(bench, 'ArrowRight')

    await tool('go', `/datasets/${run.id}/rows`)
    await tool('note', 'the rows of a run at 200 rows a second')
    await page.getByRole('grid').focus()
    const rowsPage = await press(bench, 'j')
    await tool('go', `/datasets/${run.id}/rows?state=accepted`)
    await tool('note', 'typing during a run at 200 rows a second')
    await page.getByRole('searchbox').focus()
    const typing = await press(bench, 'a', 'b')
    const { rowsPerMinute } = await ask('run.progress', { runId: run.id })
    const rate = (rowsPerMinute ?? 0) / 60
    if (rate < leastRate) bench.note(`  only ${rate.toFixed(0)} rows a second were written`)
    return {
      inputLatencyMs: percentile([...runPage, ...rowsPage, ...typing], 0.95),
      input_runPageP95Ms: percentile(runPage, 0.95),
      input_rowsPageP95Ms: percentile(rowsPage, 0.95),
      input_typingP95Ms: percentile(typing, 0.95),
      input_rowsPerSecond: rate,
    }
  } finally {
    await ask('run.stop', { runId: run.id })
  }
}

async function press({ page, tool }: Bench, ...keys: string[]): Promise<number[]> {
  await tool('takeLatencies')
  for (let time = 0; time < presses; time++) {
    await page.keyboard.press(keys[time % keys.length] as string)
    await page.waitForTimeout(betweenMs)
  }
  return tool('takeLatencies')
}
