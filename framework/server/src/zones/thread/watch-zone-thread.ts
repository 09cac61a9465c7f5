import inspector from 'node:inspector'
import { pathToFileURL } from 'node:url'
import type { Limits, Logger } from '@gridtick/engine/ports'
import type { ModuleFiles } from '../../process/blame-error.ts'
import { ownFolders } from '../../process/own-folders.ts'
import { type HookBoardMemory, layoutOf } from '../../process/watchdog/hook-board.ts'
import { createStallJudge, type Stall } from '../../process/watchdog/judge-stall.js'
import { askThreadStack } from './ask-thread-stack.ts'

/** How often it is looked at, ms. */
const checkMs = 250
/** This thread itself did not run for so long: what it saw before counts no more, ms. */
const gapMs = 1_000

/** Calls `onStall` once when code of a module holds the thread of the zones for good. Answers what stops looking. */
export function watchZoneThread(options: {
  readonly threadId: number
  readonly board: HookBoardMemory
  readonly moduleFiles: ModuleFiles
  readonly limits: Pick<Limits, 'stallMaxMs'>
  readonly logger: Logger
  readonly onStall: (stall: Stall) => void
}): () => void {
  const { threadId, board, moduleFiles, limits, logger, onStall } = options
  const judge = createStallJudge({
    ...layoutOf(board),
    gapMs,
    stallMaxMs: limits.stallMaxMs,
    moduleFiles: [...moduleFiles].map(([module, file]) => [module, pathToFileURL(file).href]),
    ownUrls: ownFolders.map((folder) => pathToFileURL(folder).href),
    askStack: (withinMs) => askThreadStack(threadId, withinMs),
    say: (line) => logger.error({}, line),
    isDebugged: () => inspector.url() !== undefined,
  })
  let isDone = false
  const timer = setInterval(async () => {
    const stall = await judge.look()
    if (stall === undefined || isDone) return
    stop()
    onStall(stall)
  }, checkMs)
  timer.unref()
  const stop = () => {
    isDone = true
    clearInterval(timer)
  }
  return stop
}
