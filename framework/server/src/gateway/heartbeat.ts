import type { Clock, Limits } from '@gridtick/engine/ports'
import { lateMs } from './awake-timer.ts'

/**
 * One timer for all connections. It looks at them more often than they are pinged, so that silence and expired tokens
 * are noticed soon, and it notices when the server itself was late. It runs only while there is something to look after.
 */
export type Heartbeat = { wake(): void; stop(): void }

/** `beat` looks after all connections and answers whether there are any; `sleptMs` is how late the server was. */
export function createHeartbeat(options: {
  readonly limits: Limits
  readonly clock: Clock
  readonly beat: (sleptMs: number) => boolean
}): Heartbeat {
  const { limits, clock, beat } = options
  const beatMs = Math.max(10, Math.floor(limits.heartbeatMs / 10))
  let cancel: (() => void) | undefined

  function arm(): void {
    const due = clock.monotonic() + beatMs
    cancel = clock.after(beatMs, () => {
      const late = clock.monotonic() - due
      cancel = undefined
      if (beat(late > lateMs ? late : 0)) wake()
    })
  }

  function wake(): void {
    if (cancel === undefined) arm()
  }

  return {
    wake,
    stop() {
      cancel?.()
      cancel = undefined
    },
  }
}
