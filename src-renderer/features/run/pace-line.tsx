import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import type uPlot from 'uplot'
import type { PacePoint, Progress, Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './pace-line.module.css'

const height = 96
const askAgainMs = 10_000

/** How fast the rows came, as a line and in a sentence; nothing before there is a line to draw. */
export function PaceLine({ run, progress }: { run: Run; progress: Progress | undefined }) {
  const { run: words, format } = useTexts()
  const isRunning = run.status === 'running'
  const { data: points = [] } = useRequest(
    'run.pace',
    { runId: run.id },
    { keepPrevious: true, ...(isRunning ? { everyMs: askAgainMs } : {}) },
  )
  const rates = points.flatMap(({ tokensPerSecond }) => tokensPerSecond ?? [])
  if (rates.length < 2) return null
  const [least, most] = [Math.min(...rates), Math.max(...rates)]
  return (
    <figure className="card stack s2" aria-labelledby="pace">
      <div className="row base wide wrap">
        <h2 id="pace">{words.paceLine.title}</h2>
        <span className="dim sm num">
          {isRunning
            ? progress?.tokensPerSecond != null && words.paceLine.now(format.tokensPerSecond(progress.tokensPerSecond))
            : words.paceLine.mean(format.tokensPerSecond(run.tokens / run.seconds))}
        </span>
      </div>
      <Line points={points} />
      <figcaption className="faint sm num">
        {words.paceLine.range(format.tokensPerSecond(least), format.tokensPerSecond(most))}
      </figcaption>
    </figure>
  )
}

function Line({ points }: { points: PacePoint[] }) {
  const place = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const within = place.current
    if (!within) return
    let plot: uPlot | undefined
    let isGone = false
    const resize = new ResizeObserver(() => plot?.setSize({ width: within.clientWidth, height }))
    // Drawn on canvas, which knows no variables of style sheets: another theme is another drawing.
    const themes = new MutationObserver(() => void draw())
    const system = window.matchMedia('(prefers-color-scheme: dark)')

    async function draw(): Promise<void> {
      const { default: Plot } = await import('uplot')
      if (isGone || !within) return
      plot?.destroy()
      plot = new Plot(optionsFor(within), dataOf(points), within)
    }

    void draw()
    resize.observe(within)
    themes.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
    system.addEventListener('change', draw)
    return () => {
      isGone = true
      plot?.destroy()
      resize.disconnect()
      themes.disconnect()
      system.removeEventListener('change', draw)
    }
  }, [points])

  return <div ref={place} className={styles.line} aria-hidden />
}

function dataOf(points: readonly PacePoint[]): uPlot.AlignedData {
  const begun = points[0]?.at ?? 0
  return [points.map(({ at }) => (at - begun) / 1000), points.map(({ tokensPerSecond }) => tokensPerSecond)]
}

/** Seconds that marks of the time may be apart. */
const timeSteps = [10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 43_200, 86_400]

/** Time since the beginning, as 0:30 or 1:05:00. */
function clock(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

function optionsFor(within: HTMLElement): uPlot.Options {
  const style = getComputedStyle(within)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const axis = {
    stroke: colour('--pl-ink-3'),
    grid: { stroke: colour('--pl-line'), width: 1 },
    ticks: { show: false },
    font: `11px ${style.fontFamily}`,
  }
  return {
    ...{ width: within.clientWidth, height, legend: { show: false }, cursor: { show: false } },
    scales: { x: { time: false }, y: { range: (_plot, _least, most) => [0, most * 1.1] } },
    axes: [
      { ...axis, grid: { show: false }, size: 22, incrs: timeSteps, values: (_plot, seconds) => seconds.map(clock) },
      { ...axis, size: 34, space: 28 },
    ],
    series: [
      {},
      { stroke: colour('--pl-accent'), width: 1.5, fill: `${colour('--pl-accent')}1a`, points: { show: false } },
    ],
  }
}
