/** Time, handed in so that a test can hold it. */
export type Clock = {
  /** Wall time, ms since the epoch. Only data: it may jump. */
  now(): number
  /** ms from some fixed moment; never goes back. Everything is timed by it. */
  monotonic(): number
  /** Calls back once after `delayMs`. The answer cancels it. */
  after(delayMs: number, callback: () => void): () => void
}

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
