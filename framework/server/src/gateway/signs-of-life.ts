import type { Clock, Limits } from '@gridtick/engine/ports'

/** Whether there is still somebody at the other end of one connection. */
export type SignsOfLife = {
  /** Something came, whatever it was. */
  heard(): void
  /**
   * What is due now. After `ping` the next one is due `heartbeatMs` later. `sleptMs` is how late the server itself was:
   * what came meanwhile has not been read, so silence is not counted for it.
   */
  check(sleptMs: number): 'silent' | 'ping' | 'nothing'
}

export function createSignsOfLife(limits: Pick<Limits, 'silenceMs' | 'heartbeatMs'>, clock: Clock): SignsOfLife {
  let heardAt = clock.monotonic()
  let pingedAt = heardAt

  return {
    heard() {
      heardAt = clock.monotonic()
    },
    check(sleptMs) {
      const now = clock.monotonic()
      heardAt = Math.min(now, heardAt + sleptMs)
      if (now - heardAt >= limits.silenceMs) return 'silent'
      if (now - pingedAt < limits.heartbeatMs) return 'nothing'
      pingedAt = now
      return 'ping'
    },
  }
}
