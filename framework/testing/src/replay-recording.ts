import { defaultLimits, type LimitName, type Limits } from '@gridtick/engine/ports'
import {
  adoptPlan,
  describeFault,
  hashesAfterStep,
  ModuleFault,
  removeMember,
  rename,
  type StepPlan,
  stateHash,
  thrownBy,
  type Zone,
} from '@gridtick/engine/testing'
import { type RecordedTick, RecordingError, type ZoneRecording, type ZoneSnapshot } from '@gridtick/protocol'
import type { Entity, GameModule } from 'gridtick'
import { checkModule } from 'gridtick/internal'
import { planAgain } from './replay-check.ts'
import { findDifference, isSameEnd, type ReplayDifference } from './replay-difference.ts'
import { openSnapshot, readInputs } from './snapshot-zone.ts'

export type ReplayRequest = {
  /** The module as it is now. Its name must be that of the recording; its version may be another. */
  readonly module: GameModule
  /** As `parseRecording` gives it. */
  readonly recording: ZoneRecording
  /** Begins at the last snapshot before this tick; default: at the first. */
  readonly fromTick?: number
  /** Entities that may be what was recorded (as those stored now): known by their hash, they let a difference be told field by field. */
  readonly known?: readonly Entity[]
  /** Called now and then, and at the end. */
  readonly onProgress?: (progress: { readonly tick: number; readonly ticks: number; readonly of: number }) => void
}

export type ReplayResult = {
  /** Ticks that gave the recorded state again. */
  readonly ticks: number
  /** Versions of the module: those the recording was made with, and the one it was run with now. */
  readonly versions: { readonly recorded: readonly string[]; readonly replayed: string }
} & ({ readonly ok: true } | { readonly ok: false; readonly difference: ReplayDifference })

/** Ticks between two turns of the event loop. */
const ticksPerTurn = 64

/**
 * Runs a recording again through a module, by the steps that the server runs, and compares the hash of the state tick by
 * tick. Tells the first difference, with the entities that differ (LOG-3). Rejects with a RecordingError where the
 * recording cannot be run at all: of another module, or with a snapshot that was changed.
 */
export async function replayRecording(request: ReplayRequest): Promise<ReplayResult> {
  const { module, recording, onProgress } = request
  checkModule(module)
  const start = startOf(recording, request.fromTick)
  const zone = openRecorded(start, module)
  const ticks = recording.ticks.filter(({ tick }) => tick > start.tick)
  const versions = {
    recorded: [...new Set(recording.snapshots.map((snapshot) => snapshot.zone.moduleVersion))],
    replayed: module.version,
  }
  let entitiesHash: bigint | undefined
  let done = 0
  for (const recorded of ticks) {
    prepare(zone, recorded)
    const plan = tryPlanAgain(zone, recorded)
    const failure = plan instanceof ModuleFault ? faultText(zone, recorded, plan) : undefined
    const hashed = plan instanceof ModuleFault ? undefined : hashesAfterStep(zone.committed, entitiesHash, plan)
    if (plan instanceof ModuleFault || hashed?.hash !== recorded.hash || !isSameEnd(plan, recorded)) {
      const ran = plan instanceof ModuleFault || hashed === undefined ? undefined : { plan, hashed }
      const difference = findDifference({ zone, recorded, recording, known: request.known ?? [], failure, ran })
      return { ok: false, ticks: done, versions, difference }
    }
    adoptPlan(zone, plan)
    entitiesHash = hashed.entities
    done += 1
    if (done % ticksPerTurn === 0) {
      onProgress?.({ tick: recorded.tick, ticks: done, of: ticks.length })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  onProgress?.({ tick: zone.committed.tick, ticks: done, of: ticks.length })
  return { ok: true, ticks: done, versions }
}

function startOf({ snapshots }: ZoneRecording, fromTick = 0): ZoneSnapshot {
  const start = snapshots.findLast(({ tick }) => tick < fromTick) ?? snapshots[0]
  if (start === undefined) throw new RecordingError('The recording has no snapshot to begin with.')
  return start
}

function openRecorded(start: ZoneSnapshot, module: GameModule): Zone {
  if (start.zone.module !== module.name)
    throw new RecordingError(
      `This is a recording of the module ${start.zone.module}, and cannot be run by ${module.name}.`,
    )
  const zone = openUnlessBroken(start, module)
  if (stateHash(zone.committed) !== start.hash)
    throw new RecordingError(`The snapshot of tick ${start.tick} was changed after it was recorded; fetch it again.`)
  return zone
}

/** No server writes what cannot be kept: numbers beyond all bounds, or values nested thousands deep. */
function openUnlessBroken(start: ZoneSnapshot, module: GameModule): Zone {
  try {
    return openSnapshot(start, module, limits)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new RecordingError(`The snapshot of tick ${start.tick} cannot be opened (${reason}); fetch it again.`, {
      cause: error,
    })
  }
}

/** What happened to the zone between two steps. */
function prepare(zone: Zone, { name, departed = [] }: RecordedTick): void {
  if (name !== zone.info.name) rename(zone, name)
  for (const playerId of departed) removeMember(zone, playerId)
}

function tryPlanAgain(zone: Zone, recorded: RecordedTick): StepPlan | ModuleFault {
  const { tick, now, elapsedMs } = recorded
  try {
    return planAgain({ limits }, zone, {
      time: Object.freeze({ tick, now, elapsedMs }),
      inputs: readInputs(recorded),
    })
  } catch (error) {
    return thrownBy('onTick', error)
  }
}

function faultText({ module, id }: Zone, { tick }: RecordedTick, fault: ModuleFault): string {
  return describeFault(fault, { module: module.name, zoneId: id, tick })
}

/** None: what was recorded was within the limits of its server, and what comes of it now is compared as a whole. */
const limits = Object.fromEntries(
  (Object.keys(defaultLimits) as LimitName[]).map((name) => [name, Number.POSITIVE_INFINITY]),
) as Limits
