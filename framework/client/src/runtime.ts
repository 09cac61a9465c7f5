/** Time and chance of the platform, handed in so that a test can hold them. */
export type Runtime = {
  /** Wall time, ms since the epoch. */
  now(): number
  /** ms from some fixed moment; never goes back. */
  monotonic(): number
  /** Calls back once. The answer cancels it. */
  after(delayMs: number, callback: () => void): () => void
  /** From 0 (included) to 1 (not included). */
  random(): number
}

/** Of a timer of the platform: a longer one would end at once. */
const timerMsMax = 2 ** 31 - 1

export const platformRuntime: Runtime = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    // What a server says may be anything, and what is no number would end at once, too.
    const timer = setTimeout(callback, Number.isNaN(delayMs) ? timerMsMax : Math.min(delayMs, timerMsMax))
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
