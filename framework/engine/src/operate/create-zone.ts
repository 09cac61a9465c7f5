import type { FieldError, Refused } from '@gridtick/protocol/codes'
import type { Entity, EntityId, GameModule, JsonObject, ZoneInfo } from 'gridtick'
import { isPlainObject } from 'gridtick/internal'
import { aPromise } from '../kernel/a-promise.ts'
import { createIdSource, createRandom } from '../kernel/random.ts'
import type { RunningHook } from '../kernel/running-hook.ts'
import { type CheckedResult, checkResult } from '../module/check-result.ts'
import { badResult, describeFault, type ModuleFault, thrownBy } from '../module/module-fault.ts'
import { readInput, tooSlow } from '../module/read-input.ts'
import { returnedBy } from '../module/result-place.ts'
import { onlyKeys } from '../module/result-shape.ts'
import type { Limits } from '../ports/limits.ts'
import type { RecordedSnapshot } from '../ports/storage/recording-storage.ts'
import type { StoredSchedule, StoredZone } from '../ports/storage/stored-zone.ts'
import { takeSnapshot } from '../recording/zone-snapshot.ts'
import { openSchedule } from '../schedules/zone-schedules.ts'
import { applyDeltas } from '../step/apply-deltas.ts'
import { firstBeatOffset } from '../zone/beat.ts'
import { openZone } from '../zone/zone.ts'
import { tooLargeToRecord } from './change-zone.ts'

export type NewZone = {
  readonly zone: StoredZone
  readonly entities: readonly Entity[]
  /** Where its recording begins. */
  readonly snapshot?: RecordedSnapshot
}

export type NewZoneRequest = {
  readonly module: GameModule
  readonly zoneId: string
  readonly name: string
  readonly config: unknown
  readonly seed: string
  readonly schedule: StoredSchedule
  /** Default: false. */
  readonly record?: boolean
  /** ms since the epoch. */
  readonly now: number
  readonly limits: Limits
  readonly running: RunningHook
}

export type MadeZone =
  | { readonly ok: true; readonly value: NewZone }
  | { readonly ok: false; readonly refused: Refused }

/** So many entities are checked in one piece: a few ms. */
const entitiesPerPiece = 500

/**
 * Makes the first state of a zone: parses its config and asks the module's `createZone`. Purely: the same request gives
 * the same zone. Refused when the config breaks its schema, or the module fails on it. It does so in pieces, one for each
 * `next()`: what the module made may be much, and others have their turn between them.
 */
export function* createZone(request: NewZoneRequest): Generator<undefined, MadeZone, undefined> {
  const { module, zoneId, name, seed, schedule, record = false, now } = request
  const call = { module: module.name, hook: 'config', zoneId }
  const read = readInput({ running: request.running, schema: module.config, call }, request.config ?? {})
  if (read.kind === 'invalid') {
    const errors = read.errors.map((error) => ({ ...error, pointer: `/config${error.pointer}` }))
    return { ok: false, refused: { code: 'invalid', message: `The config does not fit ${module.name}.`, errors } }
  }
  try {
    if (read.kind === 'broken') throw read.fault
    const config = read.value as JsonObject
    const info = { id: zoneId, name, config, ...openSchedule(schedule).told }
    const first = yield* firstState(request, info)
    yield
    const zone: StoredZone = {
      id: zoneId,
      name,
      module: module.name,
      moduleVersion: module.version,
      stateVersion: module.stateVersion,
      status: 'open',
      createdAt: now,
      ...schedule,
      seed,
      config,
      tick: 0,
      at: now,
      tickOffset: firstBeatOffset(schedule.tickUnitMs, now),
      state: first.state,
      extras: first.extras,
      wakeAt: first.wakeAt,
      turn: null,
      owner: null,
      epoch: 1,
      failures: 0,
      error: null,
      result: null,
      record,
    }
    return withSnapshot(request, { zone, entities: first.entities })
  } catch (error) {
    return { ok: false, refused: creationFailed(thrownBy('createZone', error), request) }
  }
}

/** Only the debug role makes zones, so it learns what the module did wrong. */
export function creationFailed(fault: ModuleFault, request: NewZoneRequest): Refused {
  const message = 'The module failed to create a zone of this config.'
  return { code: 'invalid', message, errors: [faultError(fault, request)] }
}

export function configTooSlow(fault: ModuleFault, request: NewZoneRequest): Refused {
  return { ...tooSlow('the config'), errors: [faultError(fault, request)] }
}

function faultError(fault: ModuleFault, { module, zoneId }: NewZoneRequest): FieldError {
  const message = describeFault(fault, { module: module.name, zoneId, tick: 0 })
  return { pointer: '/config', code: 'module_failed', message }
}

/** A recorded zone with the snapshot its recording begins with. */
function withSnapshot({ module, limits }: NewZoneRequest, made: NewZone): MadeZone {
  if (!made.zone.record) return { ok: true, value: made }
  const loaded = { ...made, members: [], departed: [], recording: undefined }
  const snapshot = takeSnapshot(openZone(loaded, module, limits), undefined, limits)
  return snapshot === undefined
    ? { ok: false, refused: tooLargeToRecord(limits) }
    : { ok: true, value: { ...made, snapshot } }
}

function* firstState(request: NewZoneRequest, info: ZoneInfo) {
  const { module, zoneId, seed, limits, running } = request
  const call = { module: module.name, hook: 'createZone', zoneId }
  const newId = createIdSource(seed, 0)
  const { deltas, state, extras, wakeAt } = running.run(call, () => askModule(request, info, newId))
  const entities = new Map<EntityId, Entity>()
  const table = { hook: call.hook, module, info, entities, limits, newId }
  for (let from = 0; from < deltas.create.length; from += entitiesPerPiece) {
    yield
    const create = deltas.create.slice(from, from + entitiesPerPiece)
    const made = running.run(call, () => applyDeltas(table, { create, update: [], delete: [] }, from))
    for (const [id, { after }] of made) if (after !== undefined) entities.set(id, after)
  }
  return { entities: [...entities.values()], state: state ?? {}, extras: extras ?? {}, wakeAt: wakeAt ?? null }
}

/** What the module's `createZone` returns, its entities not yet looked into. */
function askModule(
  { module, zoneId, seed, now, limits, running }: NewZoneRequest,
  { config }: ZoneInfo,
  newId: (kind: string) => EntityId,
): CheckedResult {
  const hook = 'createZone'
  const returned = module.createZone({ config, random: createRandom(`${seed}\u0000create`), newId, now })
  if (running.isPromise({ module: module.name, hook, zoneId }, returned)) throw badResult(returnedBy(hook), aPromise)
  if (isPlainObject(returned)) onlyKeys(returnedBy(hook), returned, ['create', 'state', 'extras', 'wakeAt'])
  return checkResult(
    {
      hook,
      module,
      stored: { state: {}, extras: {} },
      deltasMax: 'entitiesPerZoneMax',
      intentTypes: new Map(),
      limits,
    },
    isPlainObject(returned) ? { state: {}, extras: {}, ...returned } : returned,
  )
}
