/** npm and the terminal both hand on one Ctrl-C. What comes so soon after the first signal is that one again. */
const sameMs = 500

/**
 * What to do on each SIGTERM, SIGINT and SIGHUP: the first stops in order, a second one at once. `now` is a clock that only goes
 * forward, in ms.
 */
export function createSignalHandler(options: {
  readonly stop: () => void
  readonly stopAtOnce: () => void
  readonly now: () => number
}): () => void {
  let firstAt: number | undefined
  return () => {
    const now = options.now()
    if (firstAt === undefined) {
      firstAt = now
      options.stop()
    } else if (now - firstAt >= sameMs) options.stopAtOnce()
  }
}
