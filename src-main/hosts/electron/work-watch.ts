import type { EventHub } from '../node/event-hub.ts'

/**
 * Knows from the core's events whether a dataset, an import or an export is under way: each tells its progress and
 * closes with `NOUN.done`. `onChange` hears the first beginning and the last end.
 */
export function createWorkWatch(hub: Pick<EventHub, 'onAny'>, onChange: (isWorking: boolean) => void) {
  const underWay = new Set<string>()

  hub.onAny((name, payload) => {
    const [noun, verb] = name.split('.')
    const key = `${noun} ${idOf(payload as Record<string, unknown>)}`
    const before = underWay.size
    if (verb === 'progress') underWay.add(key)
    if (verb === 'done') underWay.delete(key)
    if (before === 0 && underWay.size === 1) onChange(true)
    if (before === 1 && underWay.size === 0) onChange(false)
  })

  return { isWorking: (): boolean => underWay.size > 0 }
}

/** A run's progress has `runId`, the run that closes it `id`; imports and exports have one name for both. */
function idOf(payload: Record<string, unknown>): unknown {
  return payload['runId'] ?? payload['importId'] ?? payload['exportId'] ?? payload['id']
}
