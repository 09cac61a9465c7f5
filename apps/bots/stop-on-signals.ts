/** Signals within this time are one. */
const sameSignalMs = 500

const interrupted = 130

/** Aborted at the first Ctrl-C; the second one ends the process at once. */
export function stopOnSignals(): AbortController {
  const stopping = new AbortController()
  let toldAt: number | undefined
  const stop = () => {
    const now = performance.now()
    // One Ctrl-C comes twice under npm: from the terminal, and passed on.
    if (toldAt !== undefined && now - toldAt > sameSignalMs) process.exit(interrupted)
    toldAt ??= now
    stopping.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return stopping
}
