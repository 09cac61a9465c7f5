import { randomUUID } from 'node:crypto'
import type { Clock, IntentSettled, Limits } from '@gridtick/engine/ports'

/** Requests that wait until the intent they sent is settled. At most `intentWaitersMax`. */
export type Settlements = {
  /** Before the intent is sent. Undefined: as many wait as may. */
  open(): Settlement | undefined
  /** The zones tell what became of an operation. One that nobody waits for is no error. */
  settled(operation: string, settled: IntentSettled): void
  /** The zones are gone: nobody will tell what becomes of what waits. */
  lose(): void
  readonly waiting: number
}

export type Settlement = {
  /** The name to send the intent under. */
  readonly operation: string
  /** What became of it, if that is known within `intentWaitMs`. `lost`: it will not be known. */
  result(): Promise<IntentSettled | 'lost' | undefined>
  /** Nobody waits any more. */
  close(): void
}

export function createSettlements(
  limits: Pick<Limits, 'intentWaitersMax' | 'intentWaitMs'>,
  clock: Pick<Clock, 'after'>,
): Settlements {
  const waiting = new Map<string, (settled: IntentSettled | 'lost') => void>()
  return {
    open() {
      if (waiting.size >= limits.intentWaitersMax) return undefined
      const operation = randomUUID()
      const settled = new Promise<IntentSettled | 'lost'>((resolve) => waiting.set(operation, resolve))
      return {
        operation,
        result: () =>
          new Promise((resolve) => {
            const cancel = clock.after(limits.intentWaitMs, () => resolve(undefined))
            void settled.then(resolve).finally(cancel)
          }),
        close: () => void waiting.delete(operation),
      }
    },
    settled: (operation, settled) => waiting.get(operation)?.(settled),
    lose() {
      for (const settle of waiting.values()) settle('lost')
    },
    get waiting() {
      return waiting.size
    },
  }
}
