import {
  createEngine,
  createGuard,
  createZoneHost,
  createZoneScheduler,
  findLargestZones,
  RunningHook,
  type ZoneHost,
} from '@gridtick/engine'
import type { Clock, Limits, Logger, StorageError, Telemetry, ZoneLink, ZoneOutlet } from '@gridtick/engine/ports'
import type { GameModule } from 'gridtick'
import type { ModuleFiles } from '../process/blame-error.ts'
import { createStrayErrors, type StrayErrors } from '../process/stray-errors.ts'
import type { HookBoard } from '../process/watchdog/hook-board.ts'
import { type StallReport, stallReportPath } from '../process/watchdog/stall-report.ts'
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
  /** Brings zones and sockets together. The zones are asked for when they are first needed: they need the outlet before. */
  readonly connect: (host: () => ZoneLink) => ZoneConnection
  /** Modules are being written: zones that failed are tried again. */
  readonly isDevelopment: boolean
  /** Some could not be loaded, and will be: their zones wait. */
  readonly areModulesMissing: boolean
  /** Whom the watchdog ended the last zones for; undefined: what lies beside the database says. */
  readonly lastStall?: StallReport | undefined
  readonly onCorrupt: (error: StorageError) => void
  /** The files that modules were loaded from, by the modules' names. */
  readonly moduleFiles: ModuleFiles
  /** Where a watchdog reads which code runs. */
  readonly board: HookBoard | undefined
  /** Around each operation of the storage. */
  readonly gate?: { enter(): void; leave(): void } | undefined
  /** Looks after the thread or the process that this runs on, until the answer is called. */
  readonly watch: ((parts: WatchedParts) => () => void) | undefined
}

export type ZoneConnection = {
  readonly outlet: ZoneOutlet
  /** The zones as the sockets reach them. Default: directly. */
  readonly zones?: ZoneLink
  /** Sends what waits, now. */
  flush(): void
}

/** What is looked at from outside. */
export type WatchedParts = {
  readonly strays: StrayErrors
  readonly running: RunningHook
  /** Where a watchdog writes whom it ended the zones for; undefined: nowhere but to the log. */
  readonly reportPath: string | undefined
  /** Those that take most, for the log. */
  readonly largestZones: () => readonly object[]
}

/** Opens the storage, and puts the engine over it. No zone runs before it begins. Rejects as the storage does. */
export async function openZoneHalf(options: ZoneHalfOptions): Promise<ZoneHalf & WatchedParts> {
  const { limits, clock, logger, telemetry, moduleFiles, board, isDevelopment, gate } = options
  let onTrouble = (_error: StorageError) => {}
  let onDuration = (_ms: number) => {}
  const strays = createStrayErrors({ files: moduleFiles, logger, telemetry, clock })
  const running = new RunningHook({ mirror: board, onStray: strays.ofHook })
  const opened = await openStorage(options.storage, {
    logger,
    limits,
    onTrouble: (error) => onTrouble(error),
    onDuration(ms) {
      gate?.leave()
      onDuration(ms)
    },
    onWork() {
      running.engineWorks()
      gate?.enter()
    },
  })
  try {
    return buildHalf()
  } catch (error) {
    await opened.end()
    throw error
  }

  function buildHalf(): ZoneHalf & WatchedParts {
    const { storage } = opened

    const connection = options.connect(() => host)
    const engine = createEngine({
      guard: createGuard({ running, limits, clock }),
      storage,
      clock,
      limits,
      logger,
      telemetry,
      outlet: connection.outlet,
      running,
      onCorrupt: options.onCorrupt,
    })
    // Also what no zone asked for: an account that cannot be stored says that nothing can.
    onTrouble = (error) => engine.storageHealth.report(error)
    onDuration = (ms) => engine.storageHealth.noteDuration(ms)
    const host: ZoneHost = createZoneHost({
      engine,
      modules: options.modules,
      areModulesMissing: options.areModulesMissing,
      beat: () => scheduler.health(),
    })
    const scheduler = createZoneScheduler(engine, host.registry)
    const watched: WatchedParts = {
      strays,
      running,
      reportPath: storage.path === undefined ? undefined : stallReportPath(storage.path),
      largestZones: () => findLargestZones(host.registry),
    }
    const letGo = options.watch?.(watched)

    return {
      ...watched,
      zones: connection.zones ?? host,
      accounts: storage.accounts,
      storageWaiting: () => storage.waiting?.() ?? 0,
      async begin() {
        await pauseLastStalled(engine, { storagePath: storage.path, lastStall: options.lastStall })
        await scheduler.start()
        await engine.storageHealth.begin()
        if (isDevelopment) await host.resumeFailedZones()
      },
      noteUrl: (url) => storage.noteUrl?.(url),
      drain() {
        engine.isDraining = true
      },
      async settle() {
        await scheduler.stop()
        host.refuseQueued()
        connection.flush()
      },
      async close() {
        gate?.enter()
        await opened.end()
        gate?.leave()
        letGo?.()
      },
    }
  }
}
