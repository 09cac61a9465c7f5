import type { RunningHook } from '@gridtick/engine'
import type { Limits, Logger } from '@gridtick/engine/ports'
import type { ModuleFiles } from './blame-error.ts'
import { catchStrayErrors } from './catch-stray-errors.ts'
import { standardError } from './log-outlet.ts'
import type { StrayErrors } from './stray-errors.ts'
import { type MemoryLimit, watchServerMemory } from './watch-server-memory.ts'
import type { HookBoard } from './watchdog/hook-board.ts'
import { startWatchdog } from './watchdog/start-watchdog.ts'

/**
 * What a server needs to look after its process: errors that nobody catches, and modules that hold it for good, for which
 * a watchdog ends it.
 */
export type OwnProcess = MemoryLimit & {
  /** The files that modules were loaded from, by the modules' names: so that an error is laid to its module. */
  readonly moduleFiles: ModuleFiles
  /** What the process ends with when a module held it for good. 0 to 127. */
  readonly stallExitCode: number
  /** An error after which nobody knows the state of the server. It should stop. */
  readonly onDoubt: (error: unknown) => void
}

/** Looks after this process until the answer is called. */
export function watchProcess(
  own: OwnProcess,
  parts: {
    readonly strays: StrayErrors
    readonly running: RunningHook
    readonly board: HookBoard
    readonly limits: Limits
    readonly logger: Logger
    /** Where the watchdog writes whom it ended the process for; undefined: nowhere but to standard error. */
    readonly reportPath: string | undefined
    /** Those that take most, for the log. */
    readonly largestZones: () => readonly object[]
  },
): () => void {
  const { strays, running, board, limits, logger, reportPath, largestZones } = parts
  const { moduleFiles, stallExitCode: exitCode, onDoubt } = own
  const letGo = catchStrayErrors({ strays, running, onDoubt })
  const stopWatchdog = startWatchdog({
    board,
    moduleFiles,
    limits,
    logger,
    exitCode,
    reportPath,
    outlet: standardError(),
  })
  const stopMemory = watchServerMemory(own, { logger, largestZones })
  return () => {
    stopMemory()
    stopWatchdog()
    letGo()
  }
}
