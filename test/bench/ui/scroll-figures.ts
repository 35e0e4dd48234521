import { randomFrom } from '../../../src-main/core/seed.ts'
import type { Figures } from '../bench.ts'
import { median, percentile } from '../engine/statistics.ts'
import { frameWork, type TraceEvent } from './frame-work.ts'
import { personasPath, rowsPath } from './list-figures.ts'
import type { Bench } from './with-page.ts'

const traced = ['devtools.timeline', 'blink', 'v8', 'toplevel']
const wheelMs = 4_000
const everyMs = 16
const drags = 40

export const scrollFigures = { figures: ['pageMs', 'frameWorkP95Ms', 'blankRows', 'heapMb'], measure }

async function measure(bench: Bench): Promise<Figures> {
  const { tool, begin, devtools } = bench
  const figures: Figures = {}
  const pageMs: number[] = []
  const greyMs: number[] = []
  let blankRows = 0
  for (const [name, path] of [
    ['rows', rowsPath],
    ['personas', personasPath],
  ] as const) {
    await begin()
    await tool('go', path)
    const frames = await traceWheel(bench, 120)
    await drag(bench, 0.5)
    frames.push(...(await traceWheel(bench, -120)))
    figures[`frameWork_${name}P95Ms`] = percentile(frames, 0.95)
    figures[`frameWork_${name}MaxMs`] = Math.max(...frames)

    await tool('takePageTimes')
    await tool('startLooking')
    const random = randomFrom(bench.round + 1)
    for (let time = 0; time < drags; time++) greyMs.push(await drag(bench, random()))
    for (const share of [1, 0, 0.3]) await tool('sweep', share, 60)
    await wheel(bench, 400)
    blankRows += await tool('stopLooking')
    pageMs.push(...(await tool('takePageTimes')))
    const misplaced = await tool('misplaced')
    if (misplaced > 0) throw new Error(`${misplaced} lines stand at a wrong place`)
    figures[`heap_${name}Mb`] = await heapMb(devtools)
  }
  return {
    pageMs: percentile(pageMs, 0.95),
    page_medianMs: median(pageMs),
    frameWorkP95Ms: Math.max(
      figures['frameWork_rowsP95Ms'] ?? Number.NaN,
      figures['frameWork_personasP95Ms'] ?? Number.NaN,
    ),
    blankRows,
    heapMb: Math.max(figures['heap_rowsMb'] ?? Number.NaN, figures['heap_personasMb'] ?? Number.NaN),
    greyAfterDragP95Ms: percentile(greyMs, 0.95),
    ...figures,
  }
}

const drag = ({ tool }: Bench, share: number) => tool('drag', share)

/** Turns the wheel without a pause, so many pixels each frame. */
async function wheel({ devtools, tool }: Bench, deltaY: number): Promise<void> {
  await tool('note', `turning the wheel by ${deltaY}`)
  const endsAt = performance.now() + wheelMs
  while (performance.now() < endsAt) {
    const turned = devtools.send('Input.dispatchMouseEvent', {
      ...{ type: 'mouseWheel', x: 700, y: 400, deltaX: 0 },
      deltaY,
    })
    await Promise.all([turned, new Promise((resolve) => setTimeout(resolve, everyMs))])
  }
}

async function traceWheel(bench: Bench, deltaY: number): Promise<number[]> {
  const { browser, page } = bench
  await browser.startTracing(page, { categories: traced })
  await wheel(bench, deltaY)
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] }
  return frameWork(trace.traceEvents)
}

async function heapMb(devtools: Bench['devtools']): Promise<number> {
  // A second time for what the first one only let go of.
  for (let time = 0; time < 2; time++) await devtools.send('HeapProfiler.collectGarbage')
  return (await devtools.send('Runtime.getHeapUsage')).usedSize / 2 ** 20
}
