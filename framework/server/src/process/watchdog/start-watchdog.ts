import inspector from 'node:inspector'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Limits, Logger } from '@gridtick/engine/ports'
import type { ModuleFiles } from '../blame-error.ts'
import { ownFolders } from '../own-folders.ts'
import type { HookBoard } from './hook-board.ts'
import { threadCode } from './thread-code.ts'

/** How often the watchdog looks, and how often the event loop says that it goes round, ms. */
const checkMs = 250
/** The watchdog itself did not run for this long: what it saw before counts no more, ms. */
const gapMs = 1_000

/**
 * Starts the thread that ends this process when a module holds it for `stallMaxMs`. Answers what stops that thread.
 *
 * `outlet`: a file descriptor that takes lines for people. `reportPath`: where the thread writes whom it ended the
 * process for, for the next start; undefined: nowhere.
 */
export function startWatchdog(options: {
  readonly board: HookBoard
  readonly moduleFiles: ModuleFiles
  readonly limits: Limits
  readonly logger: Logger
  readonly exitCode: number
  readonly outlet: number
  readonly reportPath: string | undefined
}): () => void {
  const { board, moduleFiles, limits, logger, exitCode, outlet, reportPath } = options
  const orders = {
    ...board.layout,
    ...{ checkMs, gapMs, exitCode, outlet, reportPath, stallMaxMs: limits.stallMaxMs },
    moduleFiles: [...moduleFiles].map(([module, file]) => [module, pathToFileURL(file).href]),
    ownUrls: ownFolders.map((folder) => pathToFileURL(folder).href),
  }
  const thread = new Worker(threadCode, {
    name: 'watchdog',
    workerData: orders,
    // It needs no loader.
    execArgv: [],
  })
  thread.unref()
  thread.on('error', (error) =>
    logger.error({ err: error }, 'the watchdog has failed: a module that never returns stops this server for good'),
  )
  const heart = setInterval(() => board.beat(inspector.url() !== undefined), checkMs)
  heart.unref()
  return () => {
    clearInterval(heart)
    void thread.terminate()
  }
}
