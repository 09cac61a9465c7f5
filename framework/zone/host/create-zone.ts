import type { Entity } from '../../contract/entity.ts'
import type { FieldError, Refused } from '../../contract/error-codes.ts'
import type { JsonObject } from '../../contract/json.ts'
import type { GameModule, ZoneInfo } from '../../contract/module.ts'
import { aPromise } from '../../kernel/a-promise.ts'
import { isPlainObject } from '../../kernel/json-value.ts'
import type { Limits } from '../../kernel/limits.ts'
import { createIdSource, createRandom } from '../../kernel/random.ts'
import type { RunningHook } from '../../kernel/running-hook.ts'
import type { RecordedSnapshot, StoredZone } from '../../storage/zone-storage.ts'
import { beatNumberingOf } from '../beat.ts'
import { createEntityTable } from '../entity-table.ts'
import { readInput, tooSlow } from '../read-input.ts'
import { applyDeltas } from '../step/apply-deltas.ts'
import { checkResult } from '../step/check-result.ts'
import { badResult, describeFault, type ModuleFault, thrownBy } from '../step/module-fault.ts'
import { onlyKeys } from '../step/result-shape.ts'
import { openZone } from '../zone.ts'
import { takeSnapshot } from '../zone-snapshot.ts'
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
  readonly everyMs: number
  /** Default: false. */
  readonly record?: boolean
  /** ms since the epoch. */
  readonly now: number
  readonly limits: Limits
  readonly running: RunningHook
}

/**
 * Makes the first state of a zone: parses its config and asks the module's `createZone`. Purely: the same request gives
 * the same zone. Refused when the config breaks its schema, or the module fails on it.
 */
export function createZone(request: NewZoneRequest): { ok: true; value: NewZone } | { ok: false; refused: Refused } {
  const { module, zoneId, name, seed, everyMs, record = false, now } = request
  const call = { module: module.name, hook: 'config', zoneId }
  const read = readInput({ running: request.running, schema: module.config, call }, request.config ?? {})
  if (read.kind === 'invalid') {
    const errors = read.errors.map((error) => ({ ...error, pointer: `/config${error.pointer}` }))
    return { ok: false, refused: { code: 'invalid', message: `The config does not fit ${module.name}.`, errors } }
  }
  try {
    if (read.kind === 'broken') throw read.fault
    const config = read.value as JsonObject
    const info = { id: zoneId, name, config, everyMs }
    const first = request.running.run({ ...call, hook: 'createZone' }, () => firstState(request, info))
    const zone: StoredZone = {
      id: zoneId,
      name,
      module: module.name,
      moduleVersion: module.version,
      stateVersion: module.stateVersion,
      status: 'open',
      createdAt: now,
      everyMs,
      seed,
      config,
      tick: 0,
      at: now,
      ...beatNumberingOf(everyMs, now, request.limits.promptMs),
      state: first.state,
      extras: first.extras,
      wakeAt: first.wakeAt,
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

/** Only the debug role makes zones, so it is told what the module did wrong. */
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
function withSnapshot(
  { module, limits }: NewZoneRequest,
  made: NewZone,
): { ok: true; value: NewZone } | { ok: false; refused: Refused } {
  if (!made.zone.record) return { ok: true, value: made }
  const loaded = { ...made, members: [], departed: [], recording: undefined }
  const snapshot = takeSnapshot(openZone(loaded, module, limits), undefined, limits)
  return snapshot === undefined
    ? { ok: false, refused: tooLargeToRecord(limits) }
    : { ok: true, value: { ...made, snapshot } }
}

function firstState({ module, zoneId, seed, now, limits, running }: NewZoneRequest, info: ZoneInfo) {
  const hook = 'createZone'
  const newId = createIdSource(seed, 0)
  const returned = module.createZone({ config: info.config, random: createRandom(`${seed}\u0000create`), newId, now })
  if (running.isPromise({ module: module.name, hook, zoneId }, returned)) throw badResult(hook, '', aPromise)
  if (isPlainObject(returned)) onlyKeys(hook, '', returned, ['create', 'state', 'extras', 'wakeAt'])
  const result = checkResult(
    { hook, module, stored: { state: {}, extras: {} }, deltasMax: 'entitiesPerZoneMax', intentIds: new Set(), limits },
    isPlainObject(returned) ? { state: {}, extras: {}, ...returned } : returned,
  )
  const changes = applyDeltas({ hook, module, info, entities: createEntityTable([]), limits, newId }, result.deltas)
  const entities = [...changes.values()].flatMap(({ after }) => (after === undefined ? [] : [after]))
  return { entities, state: result.state ?? {}, extras: result.extras ?? {}, wakeAt: result.wakeAt ?? null }
}
