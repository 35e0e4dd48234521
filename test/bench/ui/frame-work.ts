/** What a trace of Chromium says of one piece of work; times in microseconds. */
export type TraceEvent = {
  name: string
  ph: string
  ts: number
  dur?: number
  pid: number
  tid: number
  args?: { name?: string }
}

/** Scripts and what they wait for, and the placing of what they changed. Painting is done by other threads. */
const workNames = new Set([
  ...['FunctionCall', 'EvaluateScript', 'v8.callFunction', 'FireAnimationFrame', 'TimerFire', 'EventDispatch'],
  ...[
    'BlinkScheduler_PerformMicrotaskCheckpoint',
    'MinorGC',
    'MajorGC',
    'V8.GCScavenger',
    'XHRReadyStateChange',
    'HandlePostMessage',
  ],
  ...[
    'UpdateLayoutTree',
    'Layout',
    'PrePaint',
    'HitTest',
    'ParseHTML',
    'IntersectionObserverController::computeIntersections',
  ],
])
const frameName = 'WebFrameWidgetImpl::BeginMainFrame'

/** The main thread of the page: of all that are called so the one that drew most frames. */
export function mainThreadOf(events: readonly TraceEvent[]): { pid: number; tid: number } {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const frames = ({ pid, tid }: TraceEvent) =>
    events.filter((event) => event.name === frameName && event.pid === pid && event.tid === tid).length
  const main = mains.toSorted((one, other) => frames(other) - frames(one))[0]
  if (!main) throw new Error('The trace knows no main thread')
  return main
}

/** Milliseconds of scripting and layout in each frame: what lies within something else counts once. */
export function frameWork(events: readonly TraceEvent[]): number[] {
  const { pid, tid } = mainThreadOf(events)
  const own = events.filter((event) => event.pid === pid && event.tid === tid)
  const frames = own
    .filter(({ name }) => name === frameName)
    .map(({ ts }) => ts)
    .toSorted((one, other) => one - other)
  const work = own
    .filter(({ name, ph }) => ph === 'X' && workNames.has(name))
    .map(({ ts, dur = 0 }) => ({ from: ts, to: ts + dur }))
    .toSorted((one, other) => one.from - other.from)
  const spent = frames.slice(1).map(() => 0)
  let frame = 0
  let doneTo = Number.NEGATIVE_INFINITY
  for (const { from, to } of work) {
    const start = Math.max(from, doneTo)
    if (to <= start) continue
    doneTo = to
    while (frame < spent.length && (frames[frame + 1] as number) <= start) frame++
    if (frame < spent.length && start >= (frames[0] as number)) spent[frame] = (spent[frame] as number) + to - start
  }
  return spent.map((microseconds) => microseconds / 1000)
}
