import type { ElementHandle, Page } from 'playwright-core'
import { unforeseen } from '#contract/errors'
import { look } from './look.ts'
import type { OpenApp } from './open-app.ts'
import { zoomed } from './zoomed.ts'

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
  // What could not be read is said, and not left out.
  if (answers?.as === 'failure') await sees(page, unforeseen.message.slice(0, unforeseen.message.indexOf('.') + 1))
  await act?.(page)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // What does not come stands in the same frame: it is looked at, and the frame is tried with what did come.
  const problems = await look(page, name)
  if (!answers) problems.push(...(await zoomed(page)), ...(await focused(page)))
  if (answers) await page.unroute(pattern)
  return problems.map((problem) => `${name}: ${problem}`)
}

/** Each stop of the Tab key shows that it has the focus: the first ones of all, and those of the page's main part. */
export async function focused(page: Page): Promise<string[]> {
  const problems = await walk(page, 6)
  // A dialog keeps the focus: its stops are the first ones.
  if ((await page.getByRole('dialog').count()) > 0) return problems
  await page.locator('main').focus()
  return [...new Set([...problems, ...(await walk(page, 8))])]
}

async function walk(page: Page, stops: number): Promise<string[]> {
  const problems: string[] = []
  await page.keyboard.press('Tab')
  for (let stop = 0; stop < stops; stop++) {
    const element = (await page.evaluateHandle(() => document.activeElement ?? document.body)).asElement()
    if (!element) continue
    const seen = await element.evaluate(ringOf)
    // A field may show it by its edge, or by what it stands in: then it looks otherwise without.
    const isSeen = seen?.isField ? seen.edges !== (await withoutFocus(element))?.edges : seen?.hasOutline
    await page.keyboard.press('Tab')
    // The only stop keeps the focus.
    if (await element.evaluate((before) => before === document.activeElement)) break
    if (!seen) continue
    if (!isSeen) problems.push(`the focus is not seen on ${seen.html}`)
  }
  return problems
}

/** How a field looks while nothing has the focus. */
async function withoutFocus(element: ElementHandle<Element>): Promise<ReturnType<typeof ringOf>> {
  await element.evaluate((each) => (each as HTMLElement).blur())
  const ring = await element.evaluate(ringOf)
  await element.evaluate((each) => (each as HTMLElement).focus())
  return ring
}

/** Runs in the page. */
function ringOf(element: Element) {
  if (element === document.body) return undefined
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  const around = [element.nextElementSibling]
  for (let each: Element | null = element; each && around.length < 8; each = each.parentElement) around.push(each)
  const edges = around.map((each) => {
    if (!each) return ''
    const { outlineStyle, outlineWidth, borderColor, boxShadow } = getComputedStyle(each)
    return [outlineStyle, outlineWidth, borderColor, boxShadow].join(' ')
  })
  return {
    isField: element.matches('input, textarea, select, [contenteditable="true"]'),
    hasOutline: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1,
    edges: edges.join(', '),
    html: element.outerHTML.slice(0, 100),
  }
}
