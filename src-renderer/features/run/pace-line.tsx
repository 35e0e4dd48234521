import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import type uPlot from 'uplot'
import type { PacePoint, Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './pace-line.module.css'

const height = 96
const askAgainMs = 10_000

/** How fast the rows came, as a line and in a sentence; nothing before there is a line to draw. */
export function PaceLine({ run }: { run: Run }) {
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
        <h2 id="pace" className="sect">
          {words.paceLine.title}
        </h2>
        <span className="dim sm num">
          {isRunning
            ? words.paceLine.now(format.tokensPerSecond(rates.at(-1) as number))
            : words.paceLine.mean(format.tokensPerSecond(rates.reduce((sum, rate) => sum + rate, 0) / rates.length))}
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
  return [points.map(({ at }) => at / 1000), points.map(({ tokensPerSecond }) => tokensPerSecond)]
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
    scales: { y: { range: (_plot, _least, most) => [0, most * 1.1] } },
    axes: [
      { ...axis, grid: { show: false }, size: 22 },
      { ...axis, size: 34, space: 28 },
    ],
    series: [
      {},
      { stroke: colour('--pl-accent'), width: 1.5, fill: `${colour('--pl-accent')}1a`, points: { show: false } },
    ],
  }
}
