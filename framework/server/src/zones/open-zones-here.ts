import { linkZones } from '@gridtick/engine'
import type { Clock, ConnectionOutlet, Limits, Logger, StorageError, Telemetry } from '@gridtick/engine/ports'
import { type OwnProcess, watchProcess } from '../process/watch-process.ts'
import { createHookBoard } from '../process/watchdog/hook-board.ts'
import { loadModules, type ModulesOption } from './modules-option.ts'
import { openZoneHalf } from './open-zone-half.ts'
import type { StorageOption } from './storage-option.ts'
import type { ZoneHalf } from './zone-half.ts'

export type ZonesOptions = {
  readonly storage: StorageOption
  readonly modules: ModulesOption
  readonly limits: Limits
  readonly clock: Clock
  readonly logger: Logger
  readonly telemetry: Telemetry
  /** Where the zones send to. */
  readonly outlet: ConnectionOutlet
  /** There while modules are being written. */
  readonly development: { readonly brokenModules: readonly unknown[] } | undefined
  readonly onCorrupt: (error: StorageError) => void
  readonly ownProcess: OwnProcess | undefined
}

/**
 * Zones on the thread of the sockets. `isLinked`: all that passes between the two crosses as messages, nevertheless.
 * Rejects as the storage does that is opened.
 */
export async function openZonesHere(options: ZonesOptions & { readonly isLinked: boolean }): Promise<ZoneHalf> {
  const { outlet, development, ownProcess, limits, logger, isLinked } = options
  const board = ownProcess && createHookBoard()
  return await openZoneHalf({
    ...options,
    modules: await loadModules(options.modules),
    connect(host) {
      if (!isLinked) return { outlet, flush() {} }
      const { zones, hostHalf } = linkZones({ ...options, host })
      return { outlet: hostHalf.outlet, zones, flush: hostHalf.flush }
    },
    isDevelopment: development !== undefined,
    areModulesMissing: development !== undefined && development.brokenModules.length > 0,
    moduleFiles: ownProcess?.moduleFiles ?? new Map(),
    board,
    watch: ownProcess && board && ((parts) => watchProcess(ownProcess, { ...parts, board, limits, logger })),
  })
}
