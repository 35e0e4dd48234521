export type LongTask = { ms: number; during: string }
export type PageTools = ReturnType<typeof pageTools>

/** Runs inside the page before anything else of it, as text: it may use nothing from outside. Gives what can be called there. */
export function pageTools() {
  const longTasks: LongTask[] = []
  const latencies: number[] = []
  let during = ''
  let isLooking = false
  let white = 0
  let typed: Promise<number> = Promise.resolve(0)

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push({ ms: duration, during })
  }).observe({ type: 'longtask' })
  performance.setResourceTimingBufferSize(10_000)

  const afterPaint = () =>
    new Promise<number>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now())
      requestAnimationFrame(() => port2.postMessage(0))
    })
  const lines = () => [...document.querySelectorAll<HTMLElement>('[data-place]')]
  const isGrey = (line: HTMLElement) => line.textContent === 'Loading'
  const count = () =>
    Number(
      document.querySelector('[aria-rowcount]')?.getAttribute('aria-rowcount') ??
        document.querySelector('[aria-setsize]')?.getAttribute('aria-setsize') ??
        0,
    )
  const isOld = () => document.querySelector('[style*="opacity: 0.6"]') !== null
  const inSight = (list: Element) => {
    const head = list.querySelector('[aria-rowindex="1"]')?.getBoundingClientRect().height ?? 0
    const { top, bottom } = list.getBoundingClientRect()
    return { top: top + head, bottom }
  }
  const listOf = () => document.querySelector('[role="grid"], section:has(> ul > [data-place])')

  async function until(holds: () => boolean): Promise<number> {
    const giveUp = performance.now() + 20_000
    while (!holds()) {
      if (performance.now() > giveUp) throw new Error(`Nothing came: ${during}`)
      await new Promise(requestAnimationFrame)
    }
    return afterPaint()
  }

  /** Rows that are all there, none of them a grey line. */
  function isWhole(): boolean {
    const list = listOf()
    if (!list || isOld()) return false
    const { top, bottom } = inSight(list)
    const shown = lines().filter((line) => {
      const box = line.getBoundingClientRect()
      return box.bottom > top && box.top < bottom
    })
    return shown.length > 0 && !shown.some(isGrey)
  }

  /** Places in sight on which neither a row nor a grey line stands. */
  function whitePlaces(): number {
    const list = listOf()
    const first = lines()[0]
    if (!list || !first) return 0
    const { top, bottom } = inSight(list)
    const boxes = lines().map((line) => line.getBoundingClientRect())
    const covered = boxes.reduce(
      (sum, box) => sum + Math.max(0, Math.min(box.bottom, bottom) - Math.max(box.top, top)),
      0,
    )
    return Math.floor((bottom - top - covered) / (boxes[0] as DOMRect).height)
  }

  for (const name of ['keydown', 'input'] as const) {
    window.addEventListener(name, ({ timeStamp }) => void afterPaint().then((at) => latencies.push(at - timeStamp)), {
      capture: true,
    })
  }

  const tools = {
    takeLongTasks: () => longTasks.splice(0),
    takeLatencies: () => latencies.splice(0),
    note(what: string): void {
      during = what
    },

    async ask(name: string, input: unknown): Promise<unknown> {
      const token = sessionStorage.getItem('persona-loom.token')
      const response = await fetch(`/api/${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      const reply = await response.json()
      if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
      return reply.value
    },

    /** Milliseconds until the first rows of a page stand there. */
    async go(path: string): Promise<number> {
      during = `going to ${path}`
      const startedAt = performance.now()
      window.location.hash = path
      return (await until(isWhole)) - startedAt
    },

    /** Milliseconds until a list of another length stands there. */
    async filter(path: string): Promise<number> {
      during = `filtering by ${path}`
      const before = count()
      const startedAt = performance.now()
      window.location.hash = path
      return (await until(() => count() !== before && isWhole())) - startedAt
    },

    /** Milliseconds until the same rows stand there in another order. */
    async sort(path: string): Promise<number> {
      during = `sorting by ${path}`
      const before = lines()[0]?.textContent
      const startedAt = performance.now()
      window.location.hash = path
      return (await until(() => lines()[0]?.textContent !== before && isWhole())) - startedAt
    },

    /** Milliseconds from what is typed next until a list of another length stands there. */
    watchTyping(what: string): void {
      during = `searching for ${what}`
      const before = count()
      typed = new Promise((resolve, reject) => {
        const hear = ({ timeStamp }: Event) =>
          until(() => count() !== before && isWhole()).then((at) => resolve(at - timeStamp), reject)
        window.addEventListener('input', hear, { capture: true, once: true })
      })
    },
    typed: () => typed,

    /** Milliseconds until no grey line is left where the scrollbar was moved to, as a share of its way. */
    async drag(share: number): Promise<number> {
      during = `dragging to ${share.toFixed(3)}`
      const list = listOf()
      if (!list) throw new Error('There is no list')
      const startedAt = performance.now()
      list.scrollTop = share * (list.scrollHeight - list.clientHeight)
      await new Promise(requestAnimationFrame)
      return (await until(isWhole)) - startedAt
    },

    /** Moves the scrollbar as a hand does, frame by frame. */
    async sweep(toShare: number, frames: number): Promise<void> {
      during = `sweeping to ${toShare.toFixed(3)}`
      const list = listOf()
      if (!list) throw new Error('There is no list')
      const start = list.scrollTop
      const end = toShare * (list.scrollHeight - list.clientHeight)
      for (let frame = 1; frame <= frames; frame++) {
        list.scrollTop = start + ((end - start) * frame) / frames
        await new Promise(requestAnimationFrame)
      }
      await until(isWhole)
    },

    /** Counts places that stay white for more than two frames, until `stopLooking`. */
    startLooking(): void {
      isLooking = true
      white = 0
      let frames = 0
      const look = () => {
        if (!isLooking) return
        const now = whitePlaces()
        frames = now > 0 ? frames + 1 : 0
        if (frames > 2) white += now
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    },
    stopLooking(): number {
      isLooking = false
      return white
    },

    /** Milliseconds that each page of a list took since the last call, from the question to the last byte. */
    takePageTimes(): number[] {
      const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
      performance.clearResourceTimings()
      return entries.filter(({ name }) => /\/api\/(row|persona)\.page$/.test(name)).map(({ duration }) => duration)
    },

    /** The numbers of the rows in sight against their places; a wrong one would mean that the list shows the wrong part. */
    misplaced: () =>
      lines().filter((line) => {
        const number = /(?:Text|Persona|Edited) (\d+):/.exec(line.textContent ?? '')?.[1]
        return number !== undefined && Number(number) !== Number(line.dataset['place']) + 1
      }).length,
  }
  Object.assign(window, { tools })
  return tools
}
