import type { Figures } from '../bench.ts'
import { median, percentile } from '../engine/statistics.ts'
import type { Bench } from './with-page.ts'

export const rowsPath = '/datasets/1/rows'
export const personasPath = '/personas'
const navigations = 3

/** Each in the address, as a choice in a list or a press on a head puts it there. */
const rowFilters = [
  'state=rejected',
  'state=duplicate',
  'reason=repetition',
  'reason=too-short&state=rejected',
  'verdict=kept',
  'edited=yes',
  'minLength=250',
  'maxLength=150&state=accepted',
  'persona=sailor',
]
const rowOrders = ['sort=newest', 'sort=longest', 'sort=shortest']
const personaFilters = ['sourceId=1', 'sourceId=2', 'sourceId=3']
/** From a word that four of ten texts have to one of a few; the last one is still being typed. */
const words = ['harbour', 'violin', 'quarry', 'thimble', 'violin harbour', 'quar']

export const listFigures = { figures: ['firstContentMs', 'filterP95Ms'], measure }

async function measure(bench: Bench): Promise<Figures> {
  const { tool, note } = bench
  const rows = await firstContent(bench, rowsPath)
  const rowFilterMs: number[] = []
  for (const filter of rowFilters) rowFilterMs.push(await filterOnce(bench, rowsPath, filter))
  for (const order of rowOrders) {
    rowFilterMs.push(await tool('sort', `${rowsPath}?${order}`))
    await tool('sort', rowsPath)
  }
  const rowSearchMs = await search(bench, 'Search rows')
  const personas = await firstContent(bench, personasPath)
  const personaFilterMs: number[] = []
  for (const filter of personaFilters) personaFilterMs.push(await filterOnce(bench, personasPath, filter))
  const personaSearchMs = await search(bench, 'Search personas')
  const all = [...rowFilterMs, ...rowSearchMs, ...personaFilterMs, ...personaSearchMs]
  note(`  filters: ${all.map((ms) => ms.toFixed(0)).join(' ')} ms`)
  return {
    firstContentMs: Math.max(median(rows), median(personas)),
    firstContent_rowsMs: median(rows),
    firstContent_personasMs: median(personas),
    filterP95Ms: percentile(all, 0.95),
    filter_choiceP95Ms: percentile([...rowFilterMs, ...personaFilterMs], 0.95),
    filter_typedP95Ms: percentile([...rowSearchMs, ...personaSearchMs], 0.95),
  }
}

/** From the start page, with nothing of the list in the page. */
async function firstContent({ begin, tool }: Bench, path: string): Promise<number[]> {
  const times: number[] = []
  for (let time = 0; time < navigations; time++) {
    await begin()
    times.push(await tool('go', path))
  }
  return times
}

async function filterOnce({ tool, page }: Bench, path: string, filter: string): Promise<number> {
  const ms = await tool('filter', `${path}?${filter}`)
  await tool('filter', path)
  await page.waitForTimeout(100)
  return ms
}

/** From the last letter to the rows, with the pause that waits for further letters. */
async function search({ tool, page }: Bench, label: string): Promise<number[]> {
  const field = page.getByRole('searchbox', { name: label })
  const times: number[] = []
  for (const query of words) {
    await field.focus()
    await tool('watchTyping', query)
    await page.keyboard.insertText(query)
    times.push(await tool('typed'))
    await tool('watchTyping', 'nothing')
    await field.fill('')
    await tool('typed')
    await page.waitForTimeout(100)
  }
  return times
}
