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

export const platformRuntime: Runtime = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
