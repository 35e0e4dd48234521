import type { Page } from 'playwright-core'
import { median } from '../engine/statistics.ts'

const times = 9

/** Milliseconds that the same work takes in the page, none of it the app's: an hour in which the machine is slow shows here too. */
export async function yardstick(page: Page): Promise<number> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) {
    taken.push(await page.evaluate(work))
    // Between them other work of the page may come, and memory is given back.
    await page.waitForTimeout(50)
  }
  return median(taken)
}

/** Runs inside the page, as text: it may use nothing from outside. */
function work(): number {
  const startedAt = performance.now()
  let seed = 1
  const numbers = Array.from({ length: 30_000 }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed
  })
  const texts = JSON.parse(JSON.stringify(numbers.toSorted((one, other) => one - other).map(String))) as string[]
  const place = document.createElement('div')
  place.style.cssText = 'position: absolute; width: 600px; visibility: hidden'
  for (let at = 0; at < 600; at++) {
    const line = document.createElement('p')
    line.textContent = texts.slice(at * 10, at * 10 + 10).join(' ')
    place.append(line)
  }
  document.body.append(place)
  place.getBoundingClientRect()
  place.remove()
  return performance.now() - startedAt
}
