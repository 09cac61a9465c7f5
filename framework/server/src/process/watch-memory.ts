/** How often the memory of the process is looked at, ms. */
const lookMs = 1_000

/**
 * Calls `onOver` once when this process holds more memory than it may: better an end in order than one by the system.
 * Answers what stops looking.
 */
export function watchMemory(options: {
  readonly limitMb: number
  readonly onOver: (usedMb: number) => void
  /** Bytes that this process holds. Default: what the system says. */
  readonly usedBytes?: () => number
}): () => void {
  const { limitMb, onOver, usedBytes = () => process.memoryUsage.rss() } = options
  const look = () => {
    const usedMb = usedBytes() / 1_048_576
    if (usedMb <= limitMb) return
    clearInterval(timer)
    onOver(Math.round(usedMb))
  }
  const timer = setInterval(look, lookMs)
  timer.unref()
  return () => clearInterval(timer)
}
