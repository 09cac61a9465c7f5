/** Frames that are remembered: the best of them counts, and a clock that was set anew is noticed after so many. */
const samplesMax = 30

/** What time it is on the server, as far as frames tell. */
export type ServerClock = {
  /** A frame of the zone's time `at` has arrived. */
  hear(at: number): void
  /** ms since the epoch. Until a frame was heard, the time of this machine. */
  now(): number
}

/**
 * Frames are late, never early: the one that was least late says best how far the two clocks are apart. Do not tell it of the
 * first view of a zone, which may be hours old.
 */
export function createServerClock(localNow: () => number): ServerClock {
  const samples: number[] = []
  return {
    hear(at) {
      samples.push(at - localNow())
      if (samples.length > samplesMax) samples.shift()
    },
    now: () => localNow() + (samples.length === 0 ? 0 : Math.max(...samples)),
  }
}
