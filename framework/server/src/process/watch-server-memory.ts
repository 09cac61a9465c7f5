import type { Logger } from '@gridtick/engine/ports'
import { watchMemory } from './watch-memory.ts'

export type MemoryLimit = {
  /** MiB; undefined: no limit. */
  readonly memoryLimitMb?: number | undefined
  /** The process holds more memory than that. It should stop. */
  readonly onMemoryOver: () => void
}

/** Stops the server when its process holds more memory than it may, if there is such a limit. Answers what stops looking. */
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
  return watchMemory({ limitMb: memoryLimitMb, onOver: (usedMb) => void onOver(usedMb) })
}
