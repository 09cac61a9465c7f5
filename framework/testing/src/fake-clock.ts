import type { Clock } from '@gridtick/engine/ports'

/** Time that stands still until it is moved. */
export type FakeClock = Clock & {
  /** Moves time on by `ms`, and calls back all that was due on the way, in its order. */
  advance(ms: number): void
  /** Lets wall time jump, as when somebody sets the machine's clock; the monotonic clock does not notice. */
  jump(ms: number): void
}

/** `startMs`: ms since the epoch at the beginning. */
export function createFakeClock(startMs = Date.UTC(2030, 0, 1)): FakeClock {
  let monotonic = 0
  let offset = startMs
  let timers: { readonly at: number; readonly callback: () => void }[] = []
  return {
    now: () => offset + monotonic,
    monotonic: () => monotonic,
    after(delayMs, callback) {
      const timer = { at: monotonic + delayMs, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      const end = monotonic + ms
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)
        if (next === undefined) break
        timers = timers.filter((timer) => timer !== next)
        monotonic = Math.max(monotonic, next.at)
        next.callback()
      }
      monotonic = end
    },
    jump(ms) {
      offset += ms
    },
  }
}
