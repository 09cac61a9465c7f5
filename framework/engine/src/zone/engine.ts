import { type FrameCodecs, frameCodecs } from '@gridtick/protocol/codecs'
import { type Guard, noGuard } from '../guard/guard.ts'
import { FailingTypes } from '../inputs/failing-types.ts'
import type { StepInputs } from '../inputs/step-inputs.ts'
import { RunningHook } from '../kernel/running-hook.ts'
import { createServerClock, type ServerClock } from '../kernel/server-clock.ts'
import { FaultLog } from '../module/fault-log.ts'
import type { Clock } from '../ports/clock.ts'
import type { ZoneOutlet } from '../ports/connection-outlet.ts'
import type { Limits } from '../ports/limits.ts'
import type { Logger } from '../ports/logger.ts'
import type { Storage } from '../ports/storage/storage.ts'
import type { StorageError } from '../ports/storage/storage-error.ts'
import type { ZoneOwner } from '../ports/storage/zone-claim.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { CommitGroups } from './commit-groups.ts'
import type { StepTime } from './step-plan.ts'
import { StorageHealth } from './storage-health.ts'
import { StoredClock } from './stored-clock.ts'
import { WakeTimes } from './wake-times.ts'
import { ZoneCounts } from './zone-counts.ts'
import { createZoneOwnership, type ZoneOwnership } from './zone-ownership.ts'

/** What all zones of a process share. */
export type Engine = {
  readonly storage: Storage
  readonly storageHealth: StorageHealth
  readonly ownership: ZoneOwnership
  /** The time of zones: it never goes back. */
  readonly clock: ServerClock
  readonly storedClock: StoredClock
  readonly limits: Limits
  readonly logger: Logger
  readonly telemetry: Telemetry
  readonly outlet: ZoneOutlet
  /** How what players are told is written; each subscription names one. */
  readonly codecs: FrameCodecs
  /** For faults that a player causes at will. */
  readonly faultLog: FaultLog
  /** Who runs module code. */
  readonly running: RunningHook
  /** Runs it. */
  readonly guard: Guard
  /** Through which steps are stored. */
  readonly commits: CommitGroups
  readonly wakes: WakeTimes
  readonly counts: ZoneCounts
  readonly failingTypes: FailingTypes
  /** Told of every step that ran, for replays. */
  readonly onStep?: ((record: StepRecord) => void) | undefined
  /**
   * When it was looked last which beats have come, by the clock of the server: steps of earlier beats are made, or
   * waited for. Undefined: nobody looks, and the clock itself says.
   */
  lookedAt: number | undefined
  /** The server stops: nothing new is taken. */
  isDraining: boolean
}

/** What is needed to run a step again. */
export type StepRecord = {
  readonly zoneId: string
  readonly time: StepTime
  readonly inputs: StepInputs
  /** False: it had no effect, and nothing was stored. */
  readonly isCommitted: boolean
}

export type EngineOptions = Pick<Engine, 'storage' | 'limits' | 'logger' | 'telemetry' | 'outlet' | 'onStep'> & {
  /** Who owns the zones that this engine runs. Default: nobody, as it has its storage for itself. */
  readonly owner?: ZoneOwner
  /** Default: those of the protocol. */
  readonly codecs?: FrameCodecs
  /** The machine's clock, whose wall time may jump. */
  readonly clock: Clock
  /** Default: one that only this engine knows. */
  readonly running?: RunningHook
  /** Default: none, and no code of a module is stopped. */
  readonly guard?: Guard
  /** The data cannot be read any more: the process must end. */
  readonly onCorrupt: (error: StorageError) => void
}

export function createEngine({ onCorrupt, owner = null, ...options }: EngineOptions): Engine {
  const { storage, limits, logger } = options
  const clock = createServerClock(options.clock)
  const storageHealth = new StorageHealth({ ...options, onCorrupt })
  return {
    ...options,
    clock,
    storedClock: new StoredClock({ clock, storage: storage.clock, limits, logger }),
    running: options.running ?? new RunningHook(),
    faultLog: new FaultLog(options),
    storageHealth,
    ownership: createZoneOwnership({ zones: storage.zones, owner, storageHealth }),
    codecs: options.codecs ?? frameCodecs,
    guard: options.guard ?? noGuard,
    commits: new CommitGroups({ zones: storage.zones, limits }),
    wakes: new WakeTimes(),
    counts: new ZoneCounts(),
    failingTypes: new FailingTypes(options.limits.failingTypesMax),
    lookedAt: undefined,
    isDraining: false,
  }
}
