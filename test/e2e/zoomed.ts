import type { Page } from 'playwright-core'

/** A window of 1280x800 as it is left by the zoom. */
const zooms = [
  { zoom: '80 %', width: 1600, height: 1000 },
  { zoom: '150 %', width: 853, height: 533 },
  { zoom: '200 %', width: 640, height: 400 },
]

/** What is to be scrolled shows at least this much at once, or all of it: three lines of a text that is read. */
const leastPx = 80

/** From 80 to 200 %: no line leaves the window, no word is cut off or covered, and what scrolls can be read in. */
export async function zoomed(page: Page): Promise<string[]> {
  const usual = page.viewportSize()
  const problems: string[] = []
  for (const { zoom, ...size } of zooms) {
    await page.setViewportSize(size)
    await page.waitForTimeout(150)
    problems.push(...(await page.evaluate(findCut, leastPx)).map((what) => `at ${zoom} ${what}`))
  }
  if (usual) await page.setViewportSize(usual)
  return problems
}

/** Runs in the page. */
function findCut(leastPx: number): string[] {
  type Box = { left: number; right: number; top: number; bottom: number }
  const problems = new Set<string>()
  const root = document.documentElement
  const styles = new Map<Element, CSSStyleDeclaration>()
  const styleOf = (element: Element) => {
    const style = styles.get(element) ?? getComputedStyle(element)
    styles.set(element, style)
    return style
  }
  const nameOf = (element: Element) => {
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim().replaceAll(/\s+/g, ' ').slice(0, 50)
    return `${element.tagName.toLowerCase()} “${name}”`
  }
  const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll'
  const cuts = (overflow: string) => overflow === 'hidden' || overflow === 'clip'

  /** The padding box, which is what an element shows of what stands in it. */
  function viewOf(element: Element): Box {
    const { left, top } = element.getBoundingClientRect()
    const [x, y] = [left + element.clientLeft, top + element.clientTop]
    return { left: x, right: x + element.clientWidth, top: y, bottom: y + element.clientHeight }
  }

  /** What an element stands in: without those that it is taken out of. */
  function holderOf(element: Element): Element | null {
    const { position } = styleOf(element)
    if (position === 'fixed') return null
    let holder = element.parentElement
    if (position !== 'absolute') return holder
    while (holder) {
      const { position: own, contain, transform } = styleOf(holder)
      if (own !== 'static' || contain !== 'none' || transform !== 'none') return holder
      holder = holder.parentElement
    }
    return null
  }

  /** Follows a line of text outwards: what shows it, and what is cut off with no way to scroll to it. */
  function follow({ left, right, top, bottom }: Box, from: Element): { seen: Box; isCut: boolean } {
    // Where the line can be brought to, and where it stands now.
    let within = { left, right, top, bottom }
    let seen = within
    for (let at: Element | null = from; at && at !== root && at !== document.body; at = holderOf(at)) {
      const { overflowX, overflowY, textOverflow, display, contain, webkitLineClamp } = styleOf(at)
      const paints = /paint|strict|content/.test(contain)
      if (overflowX === 'visible' && overflowY === 'visible' && !paints) continue
      if (display === 'inline' || display === 'contents') continue
      const view = viewOf(at)
      // What is shortened with a mark is meant so; in a flex box no mark is drawn.
      const isClamped = webkitLineClamp !== 'none'
      if (isClamped && within.top >= view.bottom - 1) return { seen: { ...view, bottom: view.top }, isCut: false }
      if (isClamped || (textOverflow === 'ellipsis' && !display.includes('flex'))) {
        within = { ...within, left: Math.max(within.left, view.left), right: Math.min(within.right, view.right) }
      }
      const isCutX = (cuts(overflowX) || paints) && (within.left < view.left - 1 || within.right > view.right + 1)
      // The box of a line is higher than its letters.
      const isCutY = (cuts(overflowY) || paints) && (within.top < view.top - 4 || within.bottom > view.bottom + 4)
      const isBeforeX = within.left < view.left - at.scrollLeft - 1
      const isBeforeY = within.top < view.top - at.scrollTop - 4
      if (scrolls(overflowX) ? isBeforeX : isCutX) return { seen, isCut: true }
      if (scrolls(overflowY) ? isBeforeY : isCutY) return { seen, isCut: true }
      if (scrolls(overflowX)) within = { ...within, left: view.left, right: view.right }
      if (scrolls(overflowY)) within = { ...within, top: view.top, bottom: view.bottom }
      seen = {
        ...{ left: Math.max(seen.left, view.left), right: Math.min(seen.right, view.right) },
        ...{ top: Math.max(seen.top, view.top), bottom: Math.min(seen.bottom, view.bottom) },
      }
    }
    // The window itself does not scroll. What stands above it is the link that comes down with the focus.
    const isOutside = within.left < -1 || within.right > window.innerWidth + 1 || within.bottom > window.innerHeight + 1
    return { seen, isCut: isOutside }
  }

  /** Bars that stay in sight lie over what is scrolled beside them: `over` stands in what holds both. */
  function stays(element: Element, over: Element): boolean {
    for (let at: Element | null = element; at && !at.contains(over); at = at.parentElement) {
      if (/sticky|fixed/.test(styleOf(at).position)) return true
    }
    return false
  }

  const tooWide = root.scrollWidth - window.innerWidth
  if (tooWide > 1) problems.add(`${tooWide} px wider than the window`)
  const tooHigh = root.scrollHeight - window.innerHeight
  if (tooHigh > 1) problems.add(`${tooHigh} px higher than the window, beside what scrolls in it`)

  for (const element of document.body.querySelectorAll('*')) {
    const { overflowY, paddingTop, paddingBottom, visibility } = styleOf(element)
    if (!scrolls(overflowY) || visibility !== 'visible' || element.matches('input, textarea, select')) continue
    if (element.scrollHeight <= element.clientHeight + 1 || element.getClientRects().length === 0) continue
    const padding = Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom)
    const [height, needed] = [element.clientHeight - padding, element.scrollHeight - padding]
    if (height < Math.min(leastPx, needed)) {
      problems.add(`only ${Math.round(height)} of ${Math.round(needed)} px to read in: ${nameOf(element)}`)
    }
  }

  const dialog = [...document.querySelectorAll('[role="dialog"]')].at(-1)
  for (const bar of document.body.querySelectorAll('*')) {
    if (styleOf(bar).position !== 'sticky' || (dialog && !dialog.contains(bar))) continue
    const { left, width, top, height } = bar.getBoundingClientRect()
    for (let x = left + 8; x < left + width; x += 24) {
      const shown = document.elementFromPoint(x, top + height / 2)
      if (!shown || bar.contains(shown) || shown.contains(bar) || stays(shown, bar)) continue
      problems.add(`${nameOf(shown)} shows through ${nameOf(bar)}`)
    }
  }

  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = words.nextNode(); text; text = words.nextNode()) {
    const element = text.parentElement
    if (!element || !text.textContent?.trim() || element.closest('script, style, noscript, textarea')) continue
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    // For screen readers alone.
    if (element.closest('.vh') || [...ancestorsOf(element)].some((at) => styleOf(at).clipPath === 'inset(50%)'))
      continue
    const range = document.createRange()
    range.selectNodeContents(text)
    for (const line of range.getClientRects()) {
      if (line.width < 1 || line.height < 1) continue
      const { seen, isCut } = follow(line, element)
      if (isCut) {
        problems.add(`cut off: ${nameOf(element)}`)
        break
      }
      const [x, y] = [(seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2]
      if (seen.right - seen.left < 2 || seen.bottom - seen.top < 4 || (dialog && !dialog.contains(element))) continue
      const top = document.elementFromPoint(x, y)
      if (!top || top.contains(element) || element.contains(top) || stays(top, element)) continue
      // The link that a whole line of a table is, lies over that line and hides nothing.
      const opensLine = top instanceof HTMLAnchorElement || top?.hasAttribute('aria-expanded')
      if (opensLine && element.closest('tr')?.contains(top)) continue
      if (top instanceof HTMLInputElement && [...(top.labels ?? [])].some((label) => label.contains(element))) continue
      problems.add(`${nameOf(element)} lies below ${nameOf(top)}`)
      break
    }
  }
  return [...problems]

  function* ancestorsOf(element: Element) {
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) yield at
  }
}
