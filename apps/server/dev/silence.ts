const lookEveryMs = 500
/** A server that runs is heard each second. */
const silentMs = 3_000
/** Until it is heard for the first time: all of its TypeScript is read meanwhile. */
const startingMs = 20_000

/** Notices when a server is no longer heard. */
export type Silence = {
  heard(): void
  stop(): void
}

/**
 * Calls `onSilent` (with how long it has been, in ms) when a server has not been heard for too long, and `onHeard` if it
 * is after all. Time in which this process itself was asleep does not count.
 */
export function watchForSilence(options: {
  readonly onSilent: (ms: number) => void
  readonly onHeard: () => void
}): Silence {
  let limitMs = startingMs
  let quietMs = 0
  const timer = setInterval(() => {
    quietMs += lookEveryMs
    if (quietMs === limitMs) options.onSilent(limitMs)
  }, lookEveryMs)
  return {
    heard() {
      const wasSilent = quietMs >= limitMs
      quietMs = 0
      limitMs = silentMs
      if (wasSilent) options.onHeard()
    },
    stop: () => clearInterval(timer),
  }
}
