export type Polling = {
  /** Does the work now, or once more when the one under way is done. */
  refresh(): void
  stop(): void
}

/** Faster than this helps nobody and costs the server. What is done once only is tried again after this when it failed. */
const pauseMsMin = 2_000

/**
 * Does something now and again and again, `pauseMs` after it was done, but never twice at once and not while the page
 * is hidden; then as soon as it is seen again. A failure is told and the next try comes as ever.
 */
export function startPolling(options: {
  /** ms between the end of one and the begin of the next, `leastMs` at the least; undefined: not by itself. */
  readonly pauseMs: () => number | undefined
  /** 2,000 by default. */
  readonly leastMs?: number
  /** The signal ends what is under way when the polling is stopped. */
  readonly work: (signal: AbortSignal) => Promise<void>
  /** Undefined: it worked. */
  readonly onDone: (error: unknown) => void
}): Polling {
  const abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isWorking = false
  let isWantedAgain = false

  async function run(): Promise<void> {
    if (abort.signal.aborted || document.hidden) return
    if (isWorking) {
      isWantedAgain = true
      return
    }
    clearTimeout(timer)
    isWorking = true
    isWantedAgain = false
    let problem: unknown
    try {
      await options.work(abort.signal)
    } catch (error) {
      problem = error ?? new Error('It failed.')
    }
    isWorking = false
    if (abort.signal.aborted) return
    options.onDone(problem)
    if (isWantedAgain) void run()
    else
      timer = setTimeout(
        problem === undefined ? runIfDue : run,
        Math.max(options.leastMs ?? pauseMsMin, options.pauseMs() ?? 0),
      )
  }

  /** It may have been decided meanwhile that it is not to go on by itself. */
  function runIfDue(): void {
    if (options.pauseMs() !== undefined) void run()
  }

  const onVisibility = () => {
    if (document.hidden) clearTimeout(timer)
    else runIfDue()
  }
  document.addEventListener('visibilitychange', onVisibility)
  void run()
  return {
    refresh: () => void run(),
    stop() {
      abort.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisibility)
    },
  }
}
