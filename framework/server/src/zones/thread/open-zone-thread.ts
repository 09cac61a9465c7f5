import { createLinkDoors, RunningHook } from '@gridtick/engine'
import { fromZoneFault, type StorageError } from '@gridtick/engine/ports'
import { catchStrayErrors } from '../../process/catch-stray-errors.ts'
import { createStrayErrors } from '../../process/stray-errors.ts'
import type { OwnProcess } from '../../process/watch-process.ts'
import { watchServerMemory } from '../../process/watch-server-memory.ts'
import { endProcess } from '../../process/watchdog/end-process.js'
import type { ZonesOptions } from '../open-zones-here.ts'
import type { ZoneHalf } from '../zone-half.ts'
import { healthWithin } from './health-within.ts'
import { ordersFor } from './thread-orders.ts'
import { startZoneThreads, type ZoneThreads } from './zone-threads.ts'

export type ZoneThreadOptions = ZonesOptions & {
  /** URLs of files that the thread imports before all else. */
  readonly threadImports: readonly string[]
  /** The zones are gone, with all they knew. */
  readonly onLost: () => void
  /** There are zones again, which know nothing yet. What is asked now goes out before all that waited. */
  readonly onBack: () => void
}

/**
 * All zones, with the storage, on a thread of their own. Should code of a module hold it for good, the thread is ended, and
 * another one loads the zones. Rejects as the storage does that is opened, and with a TypeError for live objects.
 */
export async function openZoneThread(options: ZoneThreadOptions): Promise<ZoneHalf> {
  const { clock, logger, ownProcess, onLost, onBack } = options
  const doors = createLinkDoors({ ...options, post: (message) => threads.post(message) })
  let hasBegun = false
  const threads: ZoneThreads = await startZoneThreads({
    ...options,
    orders: ordersFor(options),
    onLink: (message) => doors.half.receive(message),
    onCorrupt: (fault) => options.onCorrupt(fromZoneFault(fault) as StorageError),
    onDoubt: (text, stack) => ownProcess?.onDoubt(Object.assign(new Error(text), { stack })),
    onLost() {
      onLost()
      doors.half.lose()
    },
    onBegun() {
      doors.half.open(hasBegun ? onBack : undefined)
      hasBegun = true
    },
    onGivenUp: (error) => endOwnProcess(ownProcess, error),
  })
  const letGo = ownProcess && watchOwnProcess(ownProcess, options, threads)
  const quietly = (asked: Promise<unknown>) =>
    asked.catch((error: unknown) => logger.warn({ err: error }, 'the zones ended while the server stopped'))

  return {
    zones: { ...doors.zones, health: healthWithin({ ask: doors.zones.health, clock }) },
    accounts: {
      createAccount: (account, accountsMax) => threads.ask('createAccount', { account, accountsMax }),
      findAccount: (username) => threads.ask('findAccount', username),
    },
    storageWaiting: () => threads.ask('storageWaiting', undefined).catch(() => 0),
    begin: () => threads.begin(),
    noteUrl: (url) => threads.noteUrl(url),
    drain() {
      threads.endWithThis()
      void quietly(threads.ask('drain', undefined))
    },
    async settle() {
      await quietly(threads.ask('settle', undefined))
    },
    async close() {
      await threads.close()
      letGo?.()
    },
  }
}

/** Errors that nobody catches here, and how much memory there is. */
function watchOwnProcess(own: OwnProcess, options: ZoneThreadOptions, threads: ZoneThreads): () => void {
  const letGo = catchStrayErrors({
    strays: createStrayErrors({ ...options, files: own.moduleFiles }),
    running: new RunningHook(),
    onDoubt: own.onDoubt,
  })
  const stopMemory = watchServerMemory(own, {
    logger: options.logger,
    largestZones: () => threads.ask('largestZones', undefined),
  })
  return () => {
    stopMemory()
    letGo()
  }
}

/** A thread that does not end may keep the process from ending in order, too. */
function endOwnProcess(own: OwnProcess | undefined, error: Error): void {
  if (own !== undefined) return void endProcess(own.stallExitCode)
  // As an error of the zones is on the thread of a program that looks after itself.
  queueMicrotask(() => {
    throw error
  })
}
