import { setTimeout as sleep } from 'node:timers/promises'

/** Lets those who wait go one after the other, so that a crowd does not come all at once. */
export type Turnstile = { pass(): Promise<void> }

/** `spacingMs` lies between two who pass. */
export function createTurnstile(spacingMs: number): Turnstile {
  let nextAt = 0
  return {
    async pass() {
      const now = performance.now()
      const at = Math.max(now, nextAt)
      nextAt = at + spacingMs
      if (at > now) await sleep(at - now)
    },
  }
}
