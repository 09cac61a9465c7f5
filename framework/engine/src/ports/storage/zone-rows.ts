import type { Entity, Json, JsonObject, TurnSchedule } from 'gridtick'
import { JsonValueError, toFrozenJson } from 'gridtick/internal'
import type { NewLogRow } from './action-log-storage.ts'
import { StorageError } from './storage-error.ts'
import type { ZoneTurn } from './stored-turn.ts'
import type { SettledSeq, StoredMember, StoredZone } from './stored-zone.ts'

/**
 * Zones as they are stored: JSON as text, everything else plain. Every implementation stores these rows, so that all
 * refuse the same data, and give back the same.
 *
 * Text must be checked before it reaches SQLite: half a surrogate pair would come back as invalid UTF-8, which ends the
 * process inside the native driver, and what follows a NUL would be cut off. So an id with either is refused; in text
 * for people they are replaced.
 */

/** The data cannot be stored as it is; nothing was. */
export class UnstorableError extends Error {
  override readonly name = 'UnstorableError'
}

type JsonColumn = 'config' | 'state' | 'extras' | 'result'
type TurnColumn = 'turnSchedule' | 'turn'
export type ZoneRow = Omit<StoredZone, JsonColumn | TurnColumn | 'record'> & {
  readonly [Column in JsonColumn]: string
} & { readonly [Column in TurnColumn]: string | null } & { readonly record: 0 | 1 }

/** id, kind, x, y, ownerId, data. */
export type EntityRow = readonly [string, string, number, number, string | null, string]

/** playerId, displayName, disconnectedAt, lastSeq, settled, memberSince. */
export type MemberRow = readonly [string, string, number | null, number, string, number]

/** at, zoneId, tick, playerId, connectionId, type, payload, result, code. */
export type LogRowFields = readonly [
  number,
  string,
  number,
  string,
  string | null,
  string,
  string,
  NewLogRow['result'],
  string | null,
]

export function encodeZone(zone: StoredZone): ZoneRow {
  return {
    ...zone,
    id: key(zone.id, 'id'),
    name: cleanText(zone.name),
    module: key(zone.module, 'module'),
    moduleVersion: cleanText(zone.moduleVersion),
    stateVersion: integer(zone.stateVersion, 'stateVersion'),
    createdAt: integer(zone.createdAt, 'createdAt'),
    everyMs: integer(zone.everyMs, 'everyMs'),
    seed: key(zone.seed, 'seed'),
    tick: integer(zone.tick, 'tick'),
    at: integer(zone.at, 'at'),
    tickOffset: integer(zone.tickOffset, 'tickOffset'),
    tickUnitMs: integer(zone.tickUnitMs, 'tickUnitMs'),
    wakeAt: zone.wakeAt === null ? null : integer(zone.wakeAt, 'wakeAt'),
    owner: zone.owner === null ? null : key(zone.owner, 'owner'),
    epoch: integer(zone.epoch, 'epoch'),
    failures: integer(zone.failures, 'failures'),
    error: zone.error === null ? null : cleanText(zone.error),
    config: encodeJson(zone.config, 'config'),
    state: encodeJson(zone.state, 'state'),
    extras: encodeJson(zone.extras, 'extras'),
    result: encodeJson(zone.result, 'result'),
    turnSchedule: zone.turnSchedule === null ? null : encodeJson(zone.turnSchedule, 'turnSchedule'),
    turn: zone.turn === null ? null : encodeJson(zone.turn, 'turn'),
    record: zone.record ? 1 : 0,
  }
}

export function decodeZone(row: ZoneRow): StoredZone {
  return {
    id: row.id,
    name: row.name,
    module: row.module,
    moduleVersion: row.moduleVersion,
    stateVersion: row.stateVersion,
    status: row.status,
    createdAt: row.createdAt,
    everyMs: row.everyMs,
    seed: row.seed,
    config: decodeJson(row.config) as JsonObject,
    tick: row.tick,
    at: row.at,
    tickOffset: row.tickOffset,
    tickUnitMs: row.tickUnitMs,
    state: decodeJson(row.state) as JsonObject,
    extras: decodeJson(row.extras) as JsonObject,
    wakeAt: row.wakeAt,
    owner: row.owner,
    epoch: row.epoch,
    failures: row.failures,
    error: row.error,
    result: decodeJson(row.result) as Json,
    turnSchedule: row.turnSchedule === null ? null : (decodeJson(row.turnSchedule) as TurnSchedule),
    turn: row.turn === null ? null : (decodeJson(row.turn) as ZoneTurn),
    record: row.record === 1,
  }
}

export function encodeEntity(entity: Entity): EntityRow {
  const { id, kind, x, y, ownerId, data } = entity
  return [
    key(id, 'id'),
    key(kind, 'kind'),
    integer(x, 'x'),
    integer(y, 'y'),
    ownerId === null ? null : key(ownerId, 'ownerId'),
    encodeJson(data, 'data'),
  ]
}

/** A deeply frozen entity. */
export function decodeEntity([id, kind, x, y, ownerId, data]: EntityRow): Entity {
  return decoded(() => toFrozenJson({ id, kind, x, y, ownerId, data: JSON.parse(data) })) as Entity
}

export function encodeMember(member: StoredMember): MemberRow {
  return [
    key(member.playerId, 'playerId'),
    cleanText(member.displayName),
    member.disconnectedAt === null ? null : integer(member.disconnectedAt, 'disconnectedAt'),
    integer(member.lastSeq, 'lastSeq'),
    looseJson(member.settled.map(encodeSettled), 'settled'),
    integer(member.memberSince, 'memberSince'),
  ]
}

export function decodeMember(row: MemberRow): StoredMember {
  const [playerId, displayName, disconnectedAt, lastSeq, settled, memberSince] = row
  const entries = decoded(() => JSON.parse(settled) as readonly (SettledFields | SettledSeq)[]).map(decodeSettled)
  return { playerId, displayName, disconnectedAt, memberSince, lastSeq, settled: entries }
}

/** seq, intentId, outcome (0: applied, 1: refused), tick; and what a refusal, or a module, says more. */
type SettledFields = readonly [number, string, 0 | 1, number, Pick<SettledSeq, 'code' | 'message' | 'details'>?]

function encodeSettled({ seq, intentId, outcome, tick, ...more }: SettledSeq): SettledFields {
  const fields = [seq, intentId, outcome === 'refused' ? 1 : 0, tick] as const
  return Object.keys(more).length === 0 ? fields : [...fields, more]
}

/** Older databases have them as objects. */
function decodeSettled(stored: SettledFields | SettledSeq): SettledSeq {
  if (!isFields(stored)) return stored
  const [seq, intentId, outcome, tick, more] = stored
  return { seq, intentId, outcome: outcome === 1 ? 'refused' : 'applied', tick, ...more }
}

function isFields(stored: SettledFields | SettledSeq): stored is SettledFields {
  return Array.isArray(stored)
}

export function encodeLogRow(row: NewLogRow): LogRowFields {
  return [
    integer(row.at, 'at'),
    key(row.zoneId, 'zoneId'),
    integer(row.tick, 'tick'),
    key(row.playerId, 'playerId'),
    row.connectionId === null ? null : cleanText(row.connectionId),
    cleanText(row.type),
    looseJson(row.payload, 'payload'),
    key(row.result, 'result') as NewLogRow['result'],
    row.code === null ? null : cleanText(row.code),
  ]
}

export function decodeLogRow(row: LogRowFields): NewLogRow {
  const [at, zoneId, tick, playerId, connectionId, type, payload, result, code] = row
  return {
    at,
    zoneId,
    tick,
    playerId,
    connectionId,
    type,
    payload: decoded(() => JSON.parse(payload)),
    result,
    code,
  }
}

/** Text for people, without what SQLite cannot carry. */
export function cleanText(text: string): string {
  if (typeof text !== 'string') throw new UnstorableError(`${String(text)} is not a text`)
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

/** JSON text of a value that the zone will be given again. Free of charge to check where it is a frozen copy already. */
export function encodeJson(value: unknown, field: string): string {
  try {
    return JSON.stringify(toFrozenJson(value))
  } catch (error) {
    if (!(error instanceof JsonValueError)) throw error
    throw new UnstorableError(`${[field, ...error.path].join('.')}: ${error.message}`, { cause: error })
  }
}

/** JSON text of what is only kept to be told: what JSON cannot carry is left out, as JSON does. */
export function looseJson(value: unknown, field: string): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    throw new UnstorableError(`${field}: ${(error as Error).message}`, { cause: error })
  }
}

/** Text that something is found by. */
export function key(text: string, field: string): string {
  if (typeof text === 'string' && text.isWellFormed() && !text.includes('\0')) return text
  throw new UnstorableError(`${field}: ${JSON.stringify(text)} is not a text to find something by`)
}

/** Beyond 2^53 the driver could not read the row again. */
export function integer(value: number, field: string): number {
  if (Number.isSafeInteger(value)) return value
  throw new UnstorableError(`${field}: ${value} is not an integer below 2^53`)
}

export function decodeJson(text: string): unknown {
  return decoded(() => toFrozenJson(JSON.parse(text)))
}

/** What was checked on its way in cannot fail here, unless the disk changed it. */
function decoded<Value>(decode: () => Value): Value {
  try {
    return decode()
  } catch (error) {
    throw new StorageError('corrupt', `A stored value cannot be read: ${(error as Error).message}`, { cause: error })
  }
}
