import type { RecordedInput, RecordedTick } from '@gridtick/protocol'
import { given } from '@gridtick/protocol/codes'
import type { Input } from '../inputs/input.ts'
import type { StepInputs } from '../inputs/step-inputs.ts'
import type { Limits } from '../ports/limits.ts'
import type { RecordedMark, RecordedSnapshot, RecordingHead, SnapshotMark } from '../ports/storage/recording-storage.ts'
import type { StepPlan } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import type { ZoneRecorder } from '../zone/zone-recorder.ts'
import { hashesAfterStep, type StepHashes } from './hash-step.ts'
import { entityHash, hashText } from './state-hash.ts'
import { takeSnapshot } from './zone-snapshot.ts'

/** A recording at its bound has about so many parts, each with a snapshot before it; the oldest is dropped as a whole. */
const segments = 10

/**
 * Adds to the plan of a recorded zone what is needed to run the step again, and the hash of the state after it, to be
 * stored by the same transaction (LOG-2). A plan without effect, and one of a zone that is not recorded, stay as they
 * are.
 *
 * Bounded by `recordedTicksMax` and `recordedBytesMax`: every so often there is another snapshot, and beyond the bounds
 * what lies before the second-oldest is dropped. A zone too large for a snapshot is no longer recorded.
 */
export function recordStep(zone: Zone, plan: StepPlan, inputs: StepInputs, limits: Limits): StepPlan {
  const { recording: recorder } = zone
  if (recorder === undefined || plan.commit === undefined) return plan
  const { head } = recorder
  const isDue = isSnapshotDue(head, limits)
  const snapshot = isDue ? takeSnapshot(zone, head?.last, limits) : undefined
  const before = snapshot ?? head?.last
  if (before === undefined) return stopped(plan)

  const hashed = hashesAfterStep(zone.committed, recorder.entitiesHash, plan)
  const text = JSON.stringify(tickRecord({ zone, recorder, plan, inputs, hashed, number: before.number + 1, limits }))
  const last: RecordedMark = { tick: plan.time.tick, number: before.number + 1, bytes: before.bytes + text.length }
  const kept = keptSnapshots(
    [...(head?.snapshots ?? []), ...(snapshot === undefined ? [] : [markOf(snapshot)])],
    last,
    limits,
  )
  const isTooLarge = isDue && snapshot === undefined
  return {
    ...plan,
    commit: {
      ...plan.commit,
      recording: {
        startsAnew: head === undefined,
        ...given({ snapshot }),
        recordedTick: { ...last, text },
        ...given({ dropBefore: kept.dropBefore }),
        stops: isTooLarge,
      },
    },
    recorder: isTooLarge
      ? undefined
      : { head: { snapshots: kept.snapshots, last }, entitiesHash: hashed.entities, departed: [] },
  }
}

/** The zone is too large for the snapshot that the recording has to begin with. */
function stopped(plan: StepPlan): StepPlan {
  const { commit } = plan
  if (commit === undefined) return plan
  return { ...plan, commit: { ...commit, recording: { startsAnew: true, stops: true } }, recorder: undefined }
}

function isSnapshotDue(head: RecordingHead | undefined, { recordedTicksMax, recordedBytesMax }: Limits): boolean {
  const newest = head?.snapshots.at(-1)
  if (head === undefined || newest === undefined) return true
  const bytesDue = Math.max(recordedBytesMax / segments, newest.size)
  return (
    head.last.number - newest.number >= Math.ceil(recordedTicksMax / segments) ||
    head.last.bytes - newest.bytes >= bytesDue
  )
}

function keptSnapshots(
  snapshots: readonly SnapshotMark[],
  last: RecordedMark,
  { recordedTicksMax, recordedBytesMax }: Limits,
): { readonly snapshots: readonly SnapshotMark[]; readonly dropBefore: number | undefined } {
  const isTooMuch = ({ number, bytes, size }: SnapshotMark) =>
    last.number - number > recordedTicksMax || last.bytes - bytes + size > recordedBytesMax
  // The newest is never dropped: without it there would be nothing to go on from.
  const kept = snapshots.filter((snapshot, index) => index === snapshots.length - 1 || !isTooMuch(snapshot))
  return { snapshots: kept, dropBefore: kept.length === snapshots.length ? undefined : kept[0]?.tick }
}

function markOf({ tick, number, bytes, size }: RecordedSnapshot): SnapshotMark {
  return { tick, number, bytes, size }
}

function tickRecord(recorded: {
  readonly zone: Zone
  readonly recorder: ZoneRecorder
  readonly plan: StepPlan
  readonly inputs: StepInputs
  readonly hashed: StepHashes
  readonly number: number
  readonly limits: Limits
}): RecordedTick {
  const { zone, recorder, plan, inputs, hashed, number, limits } = recorded
  const { tick, now, elapsedMs } = plan.time
  const changes = [...plan.changes].slice(0, limits.recordedChangesMax)
  const moreEntities = plan.changes.size - changes.length
  const isSettledByLimit = (input: Input) => plan.settlement.joins.get(input)?.code === 'overloaded'
  return {
    tick,
    number,
    now,
    elapsedMs,
    name: zone.info.name,
    ...(recorder.departed.length === 0 ? {} : { departed: [...recorder.departed] }),
    // A join that a limit of the server refused changes nothing, and the limits may be others where it is run again.
    ...recordInputs({ ...inputs, inputs: inputs.inputs.filter((input) => !isSettledByLimit(input)) }),
    hash: hashed.hash,
    parts: hashed.parts,
    wakeAt: plan.wakeAt,
    ...given({ end: plan.end }),
    entities: changes.map(([id, { after }]) => [id, after === undefined ? null : hashText(entityHash(after))]),
    ...(moreEntities === 0 ? {} : { moreEntities }),
  }
}

/** Those that the module saw and those that it did not, each in the order of arrival, and how both go together. */
function recordInputs({ inputs, condemned }: StepInputs): Pick<RecordedTick, 'given' | 'condemned' | 'condemnedAfter'> {
  const taken: RecordedInput[] = []
  const unseen: RecordedInput[] = []
  const after: number[] = []
  for (const input of inputs) {
    if (condemned.has(input)) {
      unseen.push(recordInput(input))
      after.push(taken.length)
    } else taken.push(recordInput(input))
  }
  if (unseen.length === 0) return { given: taken }
  return { given: taken, condemned: unseen, ...(after.every((count) => count === 0) ? {} : { condemnedAfter: after }) }
}

/** Without what no step depends on: who waits for the answer, and the sequence number. */
function recordInput(input: Input): RecordedInput {
  switch (input.kind) {
    case 'join': {
      const { playerId, displayName, role } = input.player
      return { kind: 'join', player: { playerId, displayName, role } }
    }
    case 'leave': {
      const { playerId, departed } = input
      return { kind: 'leave', playerId, ...given({ departed }) }
    }
    case 'presence':
      return { kind: 'presence', playerId: input.playerId, change: input.change }
    case 'intent': {
      const { id, playerId, role, type, payload, receivedAt } = input.intent
      return {
        kind: 'intent',
        intent: { id, playerId, role, type, payload, receivedAt },
        ...(input.isDebug ? { isDebug: true } : {}),
        ...(input.isDiscarded ? { isDiscarded: true } : {}),
      }
    }
  }
}
