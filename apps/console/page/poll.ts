/** Faster than this helps nobody and costs the server. */
const everyMsMin = 2_000

/**
 * Does the work now and again and again, while somebody looks: nothing is asked while the page is hidden, and all at once
 * when it is shown again. The next time counts from the end of the last. Returns how to stop.
 */
export function pollWhileVisible(everyMs: number, work: (signal: AbortSignal) => Promise<void>): () => void {
  const stop = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAtWork = false

  const turn = async (): Promise<void> => {
    clearTimeout(timer)
    if (isAtWork || document.visibilityState === 'hidden') return
    isAtWork = true
    try {
      await work(stop.signal)
    } finally {
      isAtWork = false
      if (!stop.signal.aborted) timer = setTimeout(turn, Math.max(everyMs, everyMsMin))
    }
  }

  document.addEventListener('visibilitychange', () => void turn(), { signal: stop.signal })
  void turn()
  return () => {
    stop.abort()
    clearTimeout(timer)
  }
}
