import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { common } from '../../src-renderer/locales/en/common.ts'
import { personas } from '../../src-renderer/locales/en/personas.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { lookWellOnce } from './look.ts'
import { loom, tempFolder } from './loom.ts'
import { hosts, openApp } from './open-app.ts'

const count = 20_000
const rowPx = 32
const personaPx = 88
const starters = 500

async function longLibrary(): Promise<string> {
  const folder = tempFolder()
  const lines = Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      prompt: 'Ask.',
      'input persona': `A tram driver in street ${at + 1}`,
      finish_reason: at % 7 === 0 ? 'length' : 'stop',
      'synthesized text': `Question ${at + 1}: why does tram ${at + 1} stop here?`,
    }),
  )
  writeFileSync(join(folder, 'questions.jsonl'), lines.join('\n'))
  const library = join(folder, 'library')
  expect((await loom(['import', join(folder, 'questions.jsonl'), '--rows', '--library', library])).code).toBe(0)
  return library
}

/** As a dragged scrollbar does it: through many places, then at rest. */
async function drag(list: Locator, toPx: number): Promise<void> {
  await list.evaluate(async (element, end) => {
    const start = element.scrollTop
    for (let step = 1; step <= 12; step++) {
      element.scrollTop = start + ((end - start) * step) / 12
      await new Promise(requestAnimationFrame)
    }
  }, toPx)
}

/** What stands in sight, by place: the text of each line that is not covered by the head. */
function inSight(list: Locator): Promise<{ place: number; text: string }[]> {
  return list.evaluate((element) => {
    const frame = element.getBoundingClientRect()
    return [...element.querySelectorAll<HTMLElement>('[data-place]')]
      .filter((line) => {
        const { top, bottom } = line.getBoundingClientRect()
        return top >= frame.top + 32 && bottom <= frame.bottom
      })
      .map((line) => ({ place: Number(line.dataset['place']), text: line.textContent ?? '' }))
      .toSorted((one, other) => one.place - other.place)
  })
}

async function expectRows(grid: Locator, firstPlace: number): Promise<void> {
  await expect.poll(async () => (await inSight(grid))[0]?.text).toContain(`Question ${firstPlace + 1}:`)
  const shown = await inSight(grid)
  expect(shown.length).toBeGreaterThan(10)
  shown.forEach(({ place, text }, at) => {
    expect(place).toBe(firstPlace + at)
    expect(text).toContain(`Question ${place + 1}:`)
  })
}

const go = (page: Page, path: string) => page.evaluate((to) => window.location.replace(`#${to}`), path)

test.each(hosts)(
  'in the host “%s”, a table of 20,000 rows spans its scrollbar: wherever that is dragged to the rows of that place stand, and keys, ranges and the way back work there',
  async (host) => {
    const { page, problems } = await openApp(host, await longLibrary())
    await go(page, '/datasets/1/rows')
    const grid = page.getByRole('grid')
    await expectRows(grid, 0)
    expect(await grid.evaluate(({ scrollHeight }) => scrollHeight)).toBe((count + 1) * rowPx)
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(count + 1))

    await drag(grid, 10_000 * rowPx)
    await expectRows(grid, 10_000)
    await lookWellOnce(host, page, 'rows-middle')
    expect(await grid.getByRole('row').count()).toBeLessThan(60)

    // A row of the middle is read; keys go on from it.
    await grid.getByText(/^Question 10005:/).click()
    await page.getByText(rowsPage.detail.title(10_005)).waitFor()
    for (let press = 0; press < 43; press++) await page.keyboard.press('j')
    await page.getByText(rowsPage.detail.title(10_048)).waitFor()
    await page.getByRole('button', { name: rowsPage.detail.previous }).click()
    await page.getByText(rowsPage.detail.title(10_047)).waitFor()

    // From one row to another far away: all between are chosen, though most of them never came.
    await grid.focus()
    await page.keyboard.press(' ')
    await drag(grid, 10_500 * rowPx)
    await expectRows(grid, 10_500)
    await grid.getByText(/^Question 10506:/).click({ modifiers: ['Shift'] })
    await page.getByText(rowsPage.bulk.chosen(460, count)).waitFor()

    // All but one.
    await page.getByRole('checkbox', { name: rowsPage.chooseAll }).click()
    await page.getByText(rowsPage.bulk.chosen(count, count)).waitFor()
    await page.getByRole('checkbox', { name: rowsPage.choose(10_503) }).click()
    await page.getByRole('button', { name: rowsPage.bulk.discard(count - 1) }).click()
    await page.getByText(rowsPage.done(count - 1, 'discarded')).waitFor()
    await expect
      .poll(async () => (await inSight(grid)).filter(({ text }) => !text.includes(rowsPage.verdict.discarded)))
      .toMatchObject([{ place: 10_502 }])

    // The end, which has not come before, by one key.
    await grid.focus()
    await page.keyboard.press('End')
    await page.getByText(rowsPage.detail.title(count)).waitFor()
    await expect.poll(async () => (await inSight(grid)).at(-1)?.place).toBe(count - 1)

    // A link to a row leads to its place, and the way back to where the table was left.
    await page.keyboard.press('Escape')
    await drag(grid, 15_000 * rowPx)
    await expectRows(grid, 15_000)
    await page.getByRole('link', { name: shell.places.models }).first().click()
    await page.getByRole('heading', { level: 1, name: shell.places.models }).waitFor()
    await go(page, '/datasets/1/rows')
    await expect.poll(async () => (await inSight(grid))[0]?.place).toBe(15_000)
    await go(page, '/datasets/1/rows?row=7777')
    await page.reload()
    await page.getByText(rowsPage.detail.title(7_777)).waitFor()
    await expect.poll(async () => (await inSight(grid)).map(({ place }) => place)).toContain(7_776)
    await expect.poll(() => grid.locator('[aria-selected="true"]').textContent()).toContain('Question 7777:')

    // Another filter begins at the top.
    await go(page, '/datasets/1/rows?query=7777')
    await page.getByText(rowsPage.found(1, count)).waitFor()
    await expectOne(grid)
    expect(problems).toEqual([])
  },
  240_000,
)

/** Numbers of the lines in the order in which a screen reader comes to them. */
async function heardOrder(page: Page): Promise<number[]> {
  const devtools = await page.context().newCDPSession(page)
  const { nodes } = await devtools.send('Accessibility.getFullAXTree')
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const below = (id: string): string[] => [id, ...(byId.get(id)?.childIds ?? []).flatMap(below)]
  return below((nodes[0] as (typeof nodes)[number]).nodeId)
    .map((id) => byId.get(id))
    .filter((node) => node?.role?.value === 'row' && !node.ignored)
    .map((node) => Number(/\d+/.exec(String(node?.name?.value))?.[0]))
    .filter((number) => !Number.isNaN(number))
}

test('lines of the table stay in the page while it is turned, show other rows, and are heard in the order of the rows', async () => {
  const { page } = await openApp('browser', await longLibrary())
  await go(page, '/datasets/1/rows')
  const grid = page.getByRole('grid')
  await expectRows(grid, 0)
  await drag(grid, 200 * rowPx)
  await expectRows(grid, 200)
  // What is beyond the view is drawn a moment later.
  await page.waitForTimeout(500)
  await grid.evaluate((element) => {
    for (const line of element.querySelectorAll('[data-place]')) line.setAttribute('data-stayed', 'yes')
  })
  for (const first of [207, 194]) {
    await grid.evaluate((element, top) => element.scrollTo({ top }), first * rowPx)
    await expectRows(grid, first)
    expect(await grid.locator('[data-place]:not([data-stayed])').count()).toBe(0)
    const heard = await heardOrder(page)
    expect(heard.length).toBeGreaterThan(20)
    expect(heard).toEqual(heard.toSorted((one, other) => one - other))
    expect(heard).toContain(first + 1)
  }
}, 120_000)

async function expectOne(grid: Locator): Promise<void> {
  await expect
    .poll(async () => (await inSight(grid)).map(({ place, text }) => [place, text.includes('7777')]))
    .toEqual([[0, true]])
}

test('pages of the middle that fail are told above the table, and come when they are asked for again', async () => {
  const { page } = await openApp('browser', await longLibrary())
  await go(page, '/datasets/1/rows')
  const grid = page.getByRole('grid')
  await expectRows(grid, 0)
  await page.route('**/api/row.page', (route) =>
    route.fulfill({ json: { ok: false, error: { code: 'internal', message: 'The disk is gone.' } } }),
  )
  await drag(grid, 5_000 * rowPx)
  await page.getByText('The disk is gone.').waitFor()
  expect((await inSight(grid))[0]?.text).toBe(common.loading)
  await page.unroute('**/api/row.page')
  await page.getByRole('button', { name: common.error.retry }).click()
  await expectRows(grid, 5_000)
  await expect.poll(() => page.getByText('The disk is gone.').count()).toBe(0)
}, 120_000)

test('what is in sight comes with the page beside it, and while one that is only near hangs', async () => {
  const { page } = await openApp('browser', await longLibrary())
  await go(page, '/datasets/1/rows')
  const grid = page.getByRole('grid')
  await expectRows(grid, 0)
  const asked: string[] = []
  let hanging = 0
  await page.route('**/api/row.page', async (route) => {
    const { skip, limit } = route.request().postDataJSON()
    asked.push(`${skip}+${limit}`)
    if (skip === 300) hanging++
    else await route.continue()
  })
  const scrollTo = (row: number) => grid.evaluate((element, top) => element.scrollTo({ top }), row * rowPx)
  await scrollTo(140)
  await expectRows(grid, 140)
  expect(asked).toEqual(['100+200'])
  await scrollTo(260)
  await expectRows(grid, 260)
  await expect.poll(() => hanging).toBe(1)
}, 120_000)

test('no cell of a cloth of thousands is laid out anew for the keys', async () => {
  const { page } = await openApp('browser', await longLibrary())
  await go(page, '/datasets/1')
  const cells = page.getByRole('listbox').getByRole('option')
  await expect.poll(() => cells.count()).toBe(2000)
  await page.getByRole('listbox').focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForTimeout(1000)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const layouts = async () =>
    (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'LayoutCount')?.value ?? 0
  const before = await layouts()
  for (let time = 0; time < 20; time++) await page.keyboard.press('ArrowRight')
  expect((await layouts()) - before).toBeLessThan(10)
}, 60_000)

test('the page before is gone before the next is drawn, so that one press does not pay for both', async () => {
  const { page } = await openApp('browser', await longLibrary())
  await page.getByRole('heading', { level: 1 }).waitFor()
  const headings = await page.evaluate(async () => {
    const seen: (string | undefined)[] = []
    const heading = () => document.querySelector('h1')?.textContent
    new MutationObserver(() => seen.push(heading())).observe(document.body, { childList: true, subtree: true })
    const before = heading()
    window.location.hash = '/personas'
    while (heading() === undefined || heading() === before) await new Promise(requestAnimationFrame)
    return seen
  })
  expect(headings).toContain(undefined)
}, 60_000)

test.each(hosts)(
  'in the host “%s”, a list of 20,500 personas shows those of the place that its scrollbar is dragged to, and says which',
  async (host) => {
    const { page, problems } = await openApp(host, await longLibrary())
    await go(page, '/personas')
    const list = page.getByRole('region', { name: personas.list })
    await expect.poll(async () => (await inSight(list)).length).toBeGreaterThan(3)
    await drag(list, 12_000 * personaPx)
    const street = 12_000 - starters + 1
    await list.getByText(`A tram driver in street ${street}`, { exact: true }).waitFor()
    for (const { place, text } of await inSight(list)) expect(text).toContain(`in street ${place - starters + 1}`)
    const inView = Math.ceil((await list.evaluate(({ clientHeight }) => clientHeight)) / personaPx)
    await page.getByText(personas.range(12_001, 12_000 + inView, count + starters)).waitFor()
    await lookWellOnce(host, page, 'personas-middle')

    // One that two lines do not hold is read whole above the list; a narrower list holds less.
    await drag(list, 0)
    const whole = list.getByRole('button', { name: common.readWhole })
    expect(await whole.count()).toBe(0)
    await page.setViewportSize({ width: 1024, height: 800 })
    await whole.first().click()
    await page.getByRole('dialog', { name: personas.whole }).waitFor()
    await lookWellOnce(host, page, 'personas-whole')
    expect(problems).toEqual([])
  },
  120_000,
)
