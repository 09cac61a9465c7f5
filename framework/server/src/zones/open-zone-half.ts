import {
  createEngine,
  createGuard,
  createZoneHost,
  createZoneScheduler,
  findLargestZones,
  linkZones,
  RunningHook,
  type ZoneHost,
} from '@gridtick/engine'
import type { Clock, ConnectionOutlet, Limits, Logger, StorageError, Telemetry } from '@gridtick/engine/ports'
import type { GameModule } from 'gridtick'
import { createStrayErrors } from '../process/stray-errors.ts'
import { type OwnProcess, watchProcess } from '../process/watch-process.ts'
import { createHookBoard } from '../process/watchdog/hook-board.ts'
import { stallReportPath } from '../process/watchdog/stall-report.ts'
import { pauseLastStalled } from './pause-last-stalled.ts'
import { openStorage, type StorageOption } from './storage-option.ts'
import type { ZoneHalf } from './zone-half.ts'

export type ZoneHalfOptions = {
  readonly storage: StorageOption
  readonly modules: readonly GameModule[]
  readonly limits: Limits
  readonly clock: Clock
  readonly logger: Logger
  readonly telemetry: Telemetry
  /** Where the zones send to. */
  readonly outlet: ConnectionOutlet
  /** Whether all that passes between the halves crosses as messages. */
  readonly isLinked: boolean
  /** There while modules are being written: zones that failed are tried again, and zones of the broken ones wait. */
  readonly development: { readonly brokenModules: readonly unknown[] } | undefined
  readonly onCorrupt: (error: StorageError) => void
  readonly ownProcess: OwnProcess | undefined
}

/** Opens the storage, and puts the engine over it. No zone runs before it begins. Rejects as the storage does. */
export async function openZoneHalf(options: ZoneHalfOptions): Promise<ZoneHalf> {
  const { modules, limits, clock, logger, telemetry, development, ownProcess, outlet } = options
  let onTrouble = (_error: StorageError) => {}
  let onDuration = (_ms: number) => {}
  const strays = createStrayErrors({ files: ownProcess?.moduleFiles ?? new Map(), logger, telemetry, clock })
  const board = createHookBoard()
  const running = new RunningHook({ mirror: ownProcess && board, onStray: strays.ofHook })
  const opened = await openStorage(options.storage, {
    logger,
    limits,
    onTrouble: (error) => onTrouble(error),
    onDuration: (ms) => onDuration(ms),
    onWork: () => running.engineWorks(),
  })
  const { storage } = opened

  const link = options.isLinked ? linkZones({ outlet, host: () => host, clock, limits, logger }) : undefined
  const engine = createEngine({
    guard: createGuard({ running, limits, clock }),
    storage,
    clock,
    limits,
    logger,
    telemetry,
    outlet: link?.hostHalf.outlet ?? outlet,
    running,
    onCorrupt: options.onCorrupt,
  })
  // Also what no zone asked for: an account that cannot be stored says that nothing can.
  onTrouble = (error) => engine.storageHealth.report(error)
  onDuration = (ms) => engine.storageHealth.noteDuration(ms)
  const host: ZoneHost = createZoneHost({
    engine,
    modules,
    areModulesMissing: development !== undefined && development.brokenModules.length > 0,
    beat: () => scheduler.health(),
  })
  const scheduler = createZoneScheduler(engine, host.registry)
  const reportPath = storage.path === undefined ? undefined : stallReportPath(storage.path)
  const largestZones = () => findLargestZones(host.registry)
  const letGo =
    ownProcess && watchProcess(ownProcess, { strays, running, board, limits, logger, reportPath, largestZones })

  return {
    zones: link?.zones ?? host,
    accounts: storage.accounts,
    storageWaiting: () => storage.waiting?.() ?? 0,
    async begin() {
      if (storage.path !== undefined) await pauseLastStalled(engine, storage.path)
      await scheduler.start()
      await engine.storageHealth.begin()
      if (development !== undefined) await host.resumeFailedZones()
    },
    noteUrl: (url) => storage.noteUrl?.(url),
    drain() {
      engine.isDraining = true
    },
    async settle() {
      await scheduler.stop()
      host.refuseQueued()
      link?.hostHalf.flush()
    },
    async close() {
      await opened.end()
      letGo?.()
    },
  }
}
