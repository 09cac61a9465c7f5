import type { EntityId, GameModule, Json, JsonObject, Measured, ModuleLog, ZoneId, ZoneInfo } from 'gridtick'
import type { RunningHook } from '../kernel/running-hook.ts'
import type { ModuleFault } from '../module/module-fault.ts'
import type { Limits } from '../ports/limits.ts'
import type { ZoneClaim } from '../ports/storage/zone-claim.ts'
import type { ZoneCommit } from '../ports/storage/zone-commit.ts'
import type { AddressedEvent } from '../view/pick-events.ts'
import type { EntityChange } from './entity-table.ts'
import type { Settlement } from './settlement.ts'
import type { ZoneRecorder } from './zone-recorder.ts'
import type { ZoneState } from './zone-state.ts'

/** All that a step depends on, besides its inputs. The same request and inputs give the same plan, on any machine. */
export type StepRequest = {
  readonly zoneId: ZoneId
  readonly info: ZoneInfo
  readonly module: GameModule
  readonly seed: string
  readonly claim: ZoneClaim
  /** An error is stored, which the commit of this step takes away. */
  readonly hasFailed: boolean
  readonly committed: Readonly<ZoneState>
  readonly time: StepTime
  /** What the commit stores as the offset of the beat numbers; left out: it stays. */
  readonly tickOffset?: number
  readonly limits: Limits
  readonly log: ModuleLog
  readonly running: RunningHook
}

export type StepTime = {
  readonly tick: number
  /** ms since the epoch. */
  readonly now: number
  /** ms since the last step that was run. */
  readonly elapsedMs: number
}

/** What a step will do. Nothing of it has happened yet. */
export type StepPlan = {
  /** Undefined: the step has no effect. */
  readonly commit: ZoneCommit | undefined
  readonly changes: ReadonlyMap<EntityId, EntityChange>
  readonly state: JsonObject
  readonly extras: JsonObject
  readonly wakeAt: number | null
  readonly settlement: Settlement
  readonly events: readonly AddressedEvent[]
  readonly end: { readonly result: Json } | undefined
  readonly time: StepTime
  /** Modules' faults that cost one join only. */
  readonly faults: readonly ModuleFault[]
  /** What the module counted. */
  readonly measured: readonly Measured[]
  /** Where the recording stands after it; undefined where the zone is not recorded. */
  readonly recorder: ZoneRecorder | undefined
}
