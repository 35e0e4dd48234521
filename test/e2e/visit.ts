import type { Page } from 'playwright-core'
import { unforeseen } from '#contract/errors'
import { look } from './look.ts'
import type { OpenApp } from './open-app.ts'

export type Screen = {
  name: string
  /** Behind the # of the address. */
  path: string
  /** What is pressed there, and what then stands there. */
  act?: (page: Page) => Promise<unknown>
  /** How the app answers a question on this screen: with a failure, or not for a while. */
  answers?: { route: string; as: 'failure' | 'silence' }
}

export const click = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
export const sees = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

/** Shows a screen and says what is wrong with it: what axe finds, what does not fit, where the focus cannot be seen. */
export async function visit({ page }: OpenApp, { name, path, act, answers }: Screen): Promise<string[]> {
  const pattern = `**/api/${answers?.route}`
  if (answers) {
    await page.route(pattern, (route) =>
      answers.as === 'failure' ? route.fulfill({ json: { ok: false, error: unforeseen } }) : undefined,
    )
  }
  // From elsewhere, so that nothing of the screen before stays, and asked anew.
  await page.evaluate(() => window.location.replace('#/'))
  await page.reload()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.evaluate((to) => window.location.replace(`#${to}`), path)
  if (answers) await page.waitForTimeout(600)
  await act?.(page)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // What does not come stands in the same frame: it is looked at, and the frame is tried with what did come.
  const problems = await look(page, name)
  if (!answers) problems.push(...(await zoomed(page)), ...(await focused(page)))
  if (answers) await page.unroute(pattern)
  return problems.map((problem) => `${name}: ${problem}`)
}

/** From 80 to 200 %: no line leaves the window, and no word is cut off. */
async function zoomed(page: Page): Promise<string[]> {
  const usual = page.viewportSize()
  const problems: string[] = []
  for (const [zoom, width, height] of [
    ['80 %', 1600, 1000],
    ['150 %', 853, 533],
    ['200 %', 640, 400],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(150)
    const found = await page.evaluate(() => {
      const tooWide = document.documentElement.scrollWidth - window.innerWidth
      const cut = [...document.querySelectorAll('h1, h2, h3, button, a, label, th, legend, p')].filter((element) => {
        const style = getComputedStyle(element)
        const isCut = element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'hidden'
        return isCut && style.textOverflow !== 'ellipsis' && element.clientWidth > 1
      })
      return [
        ...(tooWide > 1 ? [`${tooWide} px wider than the window`] : []),
        ...cut.map((element) => `cut off: ${element.textContent?.slice(0, 60)}`),
      ]
    })
    problems.push(...found.map((what) => `at ${zoom} ${what}`))
  }
  if (usual) await page.setViewportSize(usual)
  return problems
}

/** The first stops of the Tab key each show that they have the focus. */
async function focused(page: Page): Promise<string[]> {
  const problems: string[] = []
  for (let stop = 0; stop < 6; stop++) {
    await page.keyboard.press('Tab')
    const hidden = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return undefined
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const isField = element.matches('input, textarea, select')
      const isSeen = isField || (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1)
      return isSeen ? undefined : element.outerHTML.slice(0, 100)
    })
    if (hidden) problems.push(`the focus is not seen on ${hidden}`)
  }
  return problems
}
