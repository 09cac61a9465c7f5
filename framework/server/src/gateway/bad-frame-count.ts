import type { Clock, Limits } from '@gridtick/engine/ports'

/** Counts the bad frames of one connection; true with the one that is too many within `badFramesMs`. */
export function createBadFrameCount(limits: Limits, clock: Clock): () => boolean {
  let times: number[] = []
  return () => {
    const now = clock.monotonic()
    times = [...times.filter((time) => now - time < limits.badFramesMs), now].slice(-limits.badFramesMax)
    return times.length >= limits.badFramesMax
  }
}
