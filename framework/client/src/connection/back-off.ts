/** The first delay is at most this. */
const baseMs = 250
/** No delay is longer, but where the server asks for it. */
const capMs = 15_000
/** After being told that it is too much: the first delay is at most this. */
const patientBaseMs = 4_000
const patientCapMs = 60_000

/** A server is not taken at its word for longer. */
const askedMsMax = 3_600_000

/**
 * How long to wait before the next attempt, in ms: exponential with full jitter, so that the players of a server that
 * was restarted do not come back all at once. `atLeastMs` is what the server asked for; the jitter comes on top of it.
 */
export function backOffMs(options: {
  /** 1 for the first. */
  readonly attempt: number
  readonly atLeastMs: number
  /** The server said that it is too much (4429, 1013). */
  readonly isPatient: boolean
  readonly random: () => number
}): number {
  const { attempt, atLeastMs, isPatient, random } = options
  const [base, cap] = isPatient ? [patientBaseMs, patientCapMs] : [baseMs, capMs]
  // 2^30 ms are beyond every cap; the exponent stays where numbers are exact.
  const rangeMs = Math.min(cap, base * 2 ** Math.min(attempt - 1, 30))
  // What is no number at all asks for nothing.
  const askedMs = Number.isFinite(atLeastMs) ? Math.min(Math.max(0, atLeastMs), askedMsMax) : 0
  return Math.round(askedMs + random() * rangeMs)
}
