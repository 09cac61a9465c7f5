const firstMs = 500
const mostMs = 10_000

/** How long to wait after each failure in a row: twice as long as before, and never quite as long as somebody else. */
export type BackOff = { nextMs(): number; reset(): void }

export function createBackOff(chance: () => number = Math.random): BackOff {
  let failures = 0
  return {
    nextMs() {
      const ms = Math.min(mostMs, firstMs * 2 ** failures)
      failures += 1
      return Math.round(ms * (0.75 + chance() / 2))
    },
    reset() {
      failures = 0
    },
  }
}
