import type { Clock } from '../ports/clock.ts'

/** The one clock of a server: a {@link Clock} whose `now()` never goes back and never stands still (TIME-1). */
export type ServerClock = Clock & {
  /** How far it is ahead of the wall clock, in ms; 0 unless somebody set that back. */
  leadMs(): number
  /** From now on it shows at least this time (ms since the epoch): where it stood before a restart. */
  raise(at: number): void
}

/** While the wall clock is behind, the clock runs at this share of the monotonic one, so that the wall clock catches up. */
const catchUpRate = 0.9

/**
 * Follows the wall clock of `machine`. Set back, it runs on at nine tenths of the monotonic clock until the wall clock
 * has caught up; set forward, it follows at once. So no timer is late because somebody corrected the time.
 */
export function createServerClock(machine: Clock): ServerClock {
  let shown = machine.now()
  let readAt = machine.monotonic()

  const read = (): number => {
    const monotonic = machine.monotonic()
    shown = Math.max(machine.now(), shown + catchUpRate * (monotonic - readAt))
    readAt = monotonic
    return shown
  }

  return {
    now: () => Math.floor(read()),
    monotonic: () => machine.monotonic(),
    after: (delayMs, callback) => machine.after(delayMs, callback),
    leadMs: () => Math.max(0, Math.floor(read() - machine.now())),
    raise(at) {
      shown = Math.max(read(), at)
    },
  }
}
