import type { EventName, Payload, Publish } from '#contract/index'

/** Hands the core's events to whoever listens in this process. */
export function createEventHub() {
  const all = new Set<(name: EventName, payload: unknown) => void>()
  const publish: Publish = (name, payload) => {
    for (const listener of all) listener(name, payload)
  }
  return {
    publish,
    /** Every event, by name. */
    onAny(listener: (name: EventName, payload: unknown) => void): () => void {
      all.add(listener)
      return () => void all.delete(listener)
    },
    on<E extends EventName>(name: E, listener: (payload: Payload<E>) => void): () => void {
      return this.onAny((named, payload) => {
        if (named === name) listener(payload as Payload<E>)
      })
    },
    /** The first event that fits, also one that came since this was called and before it is awaited. */
    next<E extends EventName>(name: E, fits: (payload: Payload<E>) => boolean): Promise<Payload<E>> {
      return new Promise((resolve) => {
        const off = this.on(name, (payload) => {
          if (!fits(payload)) return
          off()
          resolve(payload)
        })
      })
    },
  }
}

export type EventHub = ReturnType<typeof createEventHub>
