import type { Runtime } from '../runtime.ts'

/** How fast one connection may send, kept so that the server never has to refuse for it. */
export type SendBudget = {
  /** ms until a message of this size may be sent; 0 if it may be now. */
  waitMs(bytes: number): number
  /** One message was sent. The level may go below nothing: what must be sent at once is made up for later. */
  spend(bytes: number): void
  /** The server refused for the rate: nothing goes out for so long. */
  rest(ms: number): void
  isResting(): boolean
}

/** A little slower than allowed: the two clocks differ, and messages bunch up on the way. */
const share = 0.9

/** A rest is no shorter, whatever the server says. */
const restMsMin = 100

/** A token bucket for messages and one for bytes, full at first as the server's are. */
export function createSendBudget(limits: Readonly<Record<string, number>>, runtime: Runtime): SendBudget {
  const messages = createBucket(limits.messagesPerSecond ?? 20, limits.messagesBurst ?? 40, runtime)
  const bytes = createBucket(limits.bytesPerSecond ?? 65_536, limits.bytesBurst ?? 131_072, runtime)
  let restsUntil = 0
  return {
    waitMs: (size) => Math.max(0, restsUntil - runtime.monotonic(), messages.waitMs(1), bytes.waitMs(size)),
    spend(size) {
      messages.take(1)
      bytes.take(size)
    },
    rest(ms) {
      restsUntil = Math.max(restsUntil, runtime.monotonic() + Math.max(restMsMin, ms))
    },
    isResting: () => runtime.monotonic() < restsUntil,
  }
}

function createBucket(perSecondMax: number, burstMax: number, runtime: Runtime) {
  const perSecond = perSecondMax * share
  const burst = Math.max(1, burstMax * share)
  let level = burst
  let filledAt = runtime.monotonic()

  function fill(): void {
    const now = runtime.monotonic()
    level = Math.min(burst, level + ((now - filledAt) * perSecond) / 1_000)
    filledAt = now
  }

  return {
    waitMs(amount: number): number {
      fill()
      // More than a burst can never be there: it goes when all is.
      const needed = Math.min(amount, burst)
      return level >= needed ? 0 : Math.ceil(((needed - level) * 1_000) / perSecond)
    },
    take(amount: number): void {
      fill()
      level -= amount
    },
  }
}
