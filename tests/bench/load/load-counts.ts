/** What came over all sockets since the last look. */
export type LoadCounts = {
  readonly ticks: number
  readonly tickBytes: number
  /** Answers to intents. */
  readonly answers: number
  readonly answerBytes: number
  /** Sockets that the server closed. */
  readonly closed: number
  readonly elapsedMs: number
  /** Processor time of the load's own process. Near to what has elapsed, the load is what was measured. */
  readonly cpuMs: number
}

/** Counts what comes, for all players together. */
export function createLoadCounts() {
  const zero = () => ({ ticks: 0, tickBytes: 0, answers: 0, answerBytes: 0, closed: 0 })
  let counts = zero()
  let since = { at: performance.now(), cpu: process.cpuUsage() }
  return {
    tick(bytes: number): void {
      counts.ticks += 1
      counts.tickBytes += bytes
    },
    answer(bytes: number): void {
      counts.answers += 1
      counts.answerBytes += bytes
    },
    closed(): void {
      counts.closed += 1
    },
    take(): LoadCounts {
      const { user, system } = process.cpuUsage(since.cpu)
      const taken = { ...counts, elapsedMs: performance.now() - since.at, cpuMs: (user + system) / 1_000 }
      counts = zero()
      since = { at: performance.now(), cpu: process.cpuUsage() }
      return taken
    },
  }
}

export type LoadCounter = ReturnType<typeof createLoadCounts>
