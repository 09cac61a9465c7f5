import {
  entityHash,
  hashParts,
  hashText,
  playersAfterStep,
  type StepHashes,
  type StepPlan,
  type Zone,
} from '@gridtick/engine/testing'
import type { RecordedTick, ZoneRecording } from '@gridtick/protocol'
import { given } from '@gridtick/protocol/codes'
import type { Entity, EntityId } from 'gridtick'
import { isObject, isSameJson, toFrozenJson } from 'gridtick/internal'

/** The first tick of a recording that gave another state, and what is other about it. */
export type ReplayDifference = {
  readonly tick: number
  /** What the module did wrong now; it did not, when it was recorded. */
  readonly failure?: string
  /** At most {@link entitiesMax}. */
  readonly entities: readonly EntityDifference[]
  /** Entities that differ beside those. */
  readonly moreEntities: number
  /** The recording does not name all that changed in this tick: others may differ. */
  readonly isIncomplete: boolean
  readonly state?: PartDifference
  readonly extras?: PartDifference
  readonly players?: PartDifference
  readonly wakeAt?: { readonly recorded: number | null; readonly replayed: number | null }
  /** Whether the zone ended, and how; null: it did not. */
  readonly end?: {
    readonly recorded: { readonly result: unknown } | null
    readonly replayed: { readonly result: unknown } | null
  }
}

export type EntityDifference = {
  readonly id: EntityId
  /** Where one of both is known. */
  readonly kind?: string
  /** `hash` null: it is not there. `value` where the recording tells it. */
  readonly recorded: { readonly hash: string | null; readonly value?: Entity }
  readonly replayed: { readonly hash: string | null; readonly value?: Entity }
  /** Where both are known; at most {@link fieldsMax}. */
  readonly fields?: readonly FieldDifference[]
}

/** `recorded` only where the tick did not change it when it was recorded. */
export type PartDifference = {
  readonly recorded?: unknown
  readonly replayed: unknown
  readonly fields?: readonly FieldDifference[]
}

/** `path` as `data.cargo.fuel`; undefined: there is none. */
export type FieldDifference = { readonly path: string; readonly recorded: unknown; readonly replayed: unknown }

const entitiesMax = 100
const fieldsMax = 50

type Comparison = {
  /** As it was before the tick. */
  readonly zone: Zone
  readonly recorded: RecordedTick
  readonly recording: ZoneRecording
  readonly known: readonly Entity[]
  readonly failure: string | undefined
  /** Undefined: the module failed. */
  readonly ran: { readonly plan: StepPlan; readonly hashed: StepHashes } | undefined
}

/** Tells in what the state after a tick differs from what was recorded. */
export function findDifference(comparison: Comparison): ReplayDifference {
  const { zone, recorded, failure, ran } = comparison
  const head = { tick: recorded.tick, isIncomplete: recorded.moreEntities !== undefined }
  if (ran === undefined) return { ...head, ...given({ failure }), entities: [], moreEntities: 0 }
  const { plan, hashed } = ran
  const { committed } = zone
  const entities = findEntities(comparison, plan)
  const before = { state: committed.state, extras: committed.extras, players: committed.players }
  const players = playersAfterStep(committed, plan.settlement.members)
  const after = { state: plan.state, extras: plan.extras, players }
  const hashesBefore = hashParts(before)
  const part = (name: keyof typeof before) => {
    if (hashed.parts[name] === recorded.parts[name]) return {}
    const isKnown = hashText(hashesBefore[name]) === recorded.parts[name]
    return { [name]: partDifference(isKnown ? before[name] : undefined, after[name]) }
  }
  return {
    ...head,
    entities: entities.slice(0, entitiesMax),
    moreEntities: Math.max(0, entities.length - entitiesMax),
    ...part('state'),
    ...part('extras'),
    ...part('players'),
    ...(plan.wakeAt === recorded.wakeAt ? {} : { wakeAt: { recorded: recorded.wakeAt, replayed: plan.wakeAt } }),
    ...(isSameEnd(plan, recorded) ? {} : { end: { recorded: recorded.end ?? null, replayed: plan.end ?? null } }),
  }
}

export function isSameEnd({ end }: StepPlan, recorded: RecordedTick): boolean {
  return isSameJson(end ?? null, recorded.end ?? null)
}

function partDifference(recorded: object | undefined, replayed: object): PartDifference {
  return recorded === undefined ? { replayed } : { recorded, replayed, fields: compareFields(recorded, replayed) }
}

function findEntities({ zone, recorded, recording, known }: Comparison, plan: StepPlan): readonly EntityDifference[] {
  const { entities } = zone.committed
  const hashes = new Map(recorded.entities)
  const found: EntityDifference[] = []
  let byHash: ReadonlyMap<string, Entity> | undefined
  for (const id of new Set([...hashes.keys(), ...plan.changes.keys()])) {
    const before = entities.get(id)
    // Of a tick that changed more than is recorded by id, nobody knows what it did to the others.
    if (!hashes.has(id) && recorded.moreEntities !== undefined) continue
    const change = plan.changes.get(id)
    const after = change === undefined ? before : change.after
    const hash = hashes.has(id) ? (hashes.get(id) ?? null) : hashOf(before)
    if (hash === hashOf(after)) continue
    byHash ??= valuesByHash(recording, recorded, known)
    const value = hash === null ? undefined : hash === hashOf(before) ? before : byHash.get(hash)
    const kind = after?.kind ?? value?.kind ?? before?.kind
    found.push({
      id,
      ...given({ kind }),
      recorded: { hash, ...given({ value }) },
      replayed: { hash: hashOf(after), ...given({ value: after }) },
      ...(value === undefined || after === undefined ? {} : { fields: compareFields(value, after) }),
    })
  }
  return found.sort((one, other) => (one.id < other.id ? -1 : 1))
}

function hashOf(entity: Entity | undefined): string | null {
  return entity === undefined ? null : hashText(entityHash(entity))
}

/** Entities of which the whole is known, and which may be what was recorded: the hash decides. */
function valuesByHash({ snapshots }: ZoneRecording, { tick }: RecordedTick, known: readonly Entity[]) {
  const later = snapshots.filter((snapshot) => snapshot.tick >= tick).flatMap(({ entities }) => entities)
  const values = [...later, ...known].map((value) => toFrozenJson(value) as Entity)
  return new Map(values.map((value) => [hashText(entityHash(value)), value]))
}

/** The fields in which two values differ, as deep as both are objects. */
function compareFields(recorded: unknown, replayed: unknown): readonly FieldDifference[] {
  const found: FieldDifference[] = []
  const compare = (one: unknown, other: unknown, path: readonly string[]) => {
    if (found.length >= fieldsMax || isSameJson(one, other)) return
    if (!isObject(one) || !isObject(other)) {
      found.push({ path: path.join('.'), recorded: one, replayed: other })
      return
    }
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
      compare(one[key], other[key], [...path, key])
  }
  compare(recorded, replayed, [])
  return found
}
