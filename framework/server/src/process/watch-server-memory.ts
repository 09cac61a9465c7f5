import type { Logger } from '@gridtick/engine/ports'

/** How often the memory of the process is looked at, ms. */
const lookMs = 1_000

export type MemoryLimit = {
  /** MiB; undefined: no limit. */
  readonly memoryLimitMb?: number | undefined
  /** The process holds more memory than that. It should stop. */
  readonly onMemoryOver: () => void
}

/**
 * Stops the server once when its process holds more memory than it may, if there is such a limit: better an end in order
 * than one by the system. Answers what stops looking.
 */
export function watchServerMemory(
  { memoryLimitMb, onMemoryOver }: MemoryLimit,
  parts: {
    readonly logger: Logger
    /** Those that take most, for the log. */
    readonly largestZones: () => readonly object[] | Promise<readonly object[]>
  },
): () => void {
  if (memoryLimitMb === undefined) return () => {}
  const onOver = async (usedMb: number) => {
    const largestZones = await Promise.resolve(parts.largestZones()).catch(() => [])
    const fields = { usedMb, memoryLimitMb, largestZones }
    parts.logger.error(fields, 'the server uses more memory than MEMORY_LIMIT_MB, so it stops in order; start it again')
    onMemoryOver()
  }
  const look = () => {
    const usedMb = process.memoryUsage.rss() / 1_048_576
    if (usedMb <= memoryLimitMb) return
    clearInterval(timer)
    void onOver(Math.round(usedMb))
  }
  const timer = setInterval(look, lookMs)
  timer.unref()
  return () => clearInterval(timer)
}
