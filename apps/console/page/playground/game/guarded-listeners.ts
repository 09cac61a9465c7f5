/** The listeners of a screen: none throws unnoticed, and all end at once. */
export type GuardedListeners = {
  /** Lets something call `listener`. `otherwise` is what it gets where that throws, or is no longer to be called. */
  add<Event, Value>(options: {
    /** Begins to call what it is given; returns how to stop that. */
    readonly listen: (guarded: (event: Event) => Value) => () => void
    readonly listener: (event: Event) => Value
    readonly otherwise: Value
  }): () => void
  /** Ends all that are there, and whatever is added later. */
  release(): void
}

export function createGuardedListeners(fail: (error: unknown) => void): GuardedListeners {
  const stops = new Set<() => void>()
  let isReleased = false
  return {
    add({ listen, listener, otherwise }) {
      if (isReleased) return () => {}
      const stop = listen((event) => {
        // Whoever calls one after the other may be in the midst of it.
        if (isReleased) return otherwise
        try {
          return listener(event)
        } catch (error) {
          fail(error)
          return otherwise
        }
      })
      stops.add(stop)
      return () => {
        stops.delete(stop)
        stop()
      }
    },
    release() {
      isReleased = true
      for (const stop of stops) stop()
      stops.clear()
    },
  }
}
