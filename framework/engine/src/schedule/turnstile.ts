/** Lets one through in each turn of the event loop, so that sockets are served between zones. */
export function createTurnstile(): () => Promise<void> {
  const waiting: (() => void)[] = []
  const release = () => {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(release)
  }
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve)
      if (waiting.length === 1) setImmediate(release)
    })
}
