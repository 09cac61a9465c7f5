import type { Clock } from '@gridtick/engine/ports'

/** Later than this and it was the server that slept, not the other side. */
export const lateMs = 1_000

/**
 * Calls back after `delayMs` in which the server was awake. Where the timer comes late (a long pause, a suspended
 * machine) the deadline moves by as much: what the other side sent meanwhile has not been read yet. The answer cancels.
 */
export function afterAwake(clock: Clock, delayMs: number, callback: () => void): () => void {
  let cancel = () => {}
  function arm(waitMs: number): void {
    const due = clock.monotonic() + waitMs
    cancel = clock.after(waitMs, () => {
      const late = clock.monotonic() - due
      if (late > lateMs) arm(Math.min(late, delayMs))
      else callback()
    })
  }
  arm(delayMs)
  return () => cancel()
}
