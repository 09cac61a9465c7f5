import type { Refused } from '@gridtick/protocol/codes'
import type { Audience, GameModule, Json, JsonObject, PlayerId } from 'gridtick'
import { isObject, isPlainObject, isSameJson, putFields } from 'gridtick/internal'
import { show } from '../kernel/show-value.ts'
import type { Limits } from '../ports/limits.ts'
import { checkDetails } from './check-details.ts'
import { checkSize, frozenJson } from './check-json.ts'
import { checkRefusal } from './check-refusal.ts'
import { badResult } from './module-fault.ts'
import { readStored } from './read-stored.ts'
import { inside, item, type ResultPlace, returnedBy } from './result-place.ts'
import { listOf, onlyKeys } from './result-shape.ts'

/** The deltas of a result, not yet looked into. */
export type Deltas = {
  readonly create: readonly unknown[]
  readonly update: readonly unknown[]
  readonly delete: readonly unknown[]
}

/** A result whose every part but the deltas was looked at. */
export type CheckedResult = {
  readonly deltas: Deltas
  /** Undefined: as before. */
  readonly state: JsonObject | undefined
  readonly extras: JsonObject | undefined
  readonly events: readonly { readonly event: string; readonly payload: Json; readonly to: Audience }[]
  readonly refusals: ReadonlyMap<string, Refused>
  /** By the id of the intent. */
  readonly details: ReadonlyMap<string, Json>
  readonly removePlayers: readonly PlayerId[]
  /** Undefined: as before. */
  readonly wakeAt: number | null | undefined
  readonly end: { readonly result: Json } | undefined
}

export type ResultRequest = {
  readonly hook: string
  readonly module: Pick<GameModule, 'intents' | 'state' | 'extras' | 'seesCell' | 'events' | 'refusals'>
  readonly stored: { readonly state: JsonObject; readonly extras: JsonObject }
  /** How many deltas the result may have, and the limit that says so. */
  readonly deltasMax: 'deltasPerTickMax' | 'entitiesPerZoneMax'
  /** Of the intents of this tick, by id. */
  readonly intentTypes: ReadonlyMap<string, string>
  readonly limits: Limits
}

const resultKeys = [
  'create',
  'update',
  'delete',
  'state',
  'extras',
  'events',
  'refuse',
  'results',
  'removePlayers',
  'wakeAt',
  'send',
  'end',
]

/**
 * Checks what a module returned, before anything of it is used. Throws a ModuleFault that says what is wrong and where,
 * for the one who writes the module.
 */
export function checkResult(request: ResultRequest, result: unknown): CheckedResult {
  const { hook, limits, deltasMax } = request
  const all = returnedBy(hook)
  // A Map or an instance of some class has no keys of ours, and would pass for a result that changes nothing.
  if (!isPlainObject(result)) throw badResult(all, `${show(result)}. Return an object of changes; {} changes nothing`)
  onlyKeys(all, result, resultKeys)
  if (result.send !== undefined) throw badResult(inside(all, 'send'), 'mail to other zones is not available yet')

  const deltas = {
    create: listOf(inside(all, 'create'), result.create),
    update: listOf(inside(all, 'update'), result.update),
    delete: listOf(inside(all, 'delete'), result.delete),
  }
  const deltaCount = deltas.create.length + deltas.update.length + deltas.delete.length
  if (deltaCount > limits[deltasMax])
    throw badResult(
      inside(all, 'result'),
      `${deltaCount} deltas; at most ${limits[deltasMax]} (${deltasMax}) are allowed`,
    )
  const events = listOf(inside(all, 'events'), result.events)
  if (events.length > limits.eventsPerTickMax)
    throw badResult(
      inside(all, 'events'),
      `${events.length} events; at most ${limits.eventsPerTickMax} (eventsPerTickMax) are allowed`,
    )

  const refusals = checkRefusals(request, listOf(inside(all, 'refuse'), result.refuse))
  return {
    deltas,
    state: replaceKeys(request, 'state', result.state),
    extras: replaceKeys(request, 'extras', result.extras),
    events: events.map((event, index) => checkEvent(request, event, item(inside(all, 'events'), index))),
    refusals,
    details: checkDetails(request, listOf(inside(all, 'results'), result.results), refusals),
    removePlayers: listOf(inside(all, 'removePlayers'), result.removePlayers).map((id, index) => {
      if (typeof id !== 'string')
        throw badResult(item(inside(all, 'removePlayers'), index), `${show(id)} is not the id of a player`)
      return id
    }),
    wakeAt: checkWakeAt(hook, result.wakeAt),
    end: checkEnd(request, result.end),
  }
}

/** The stored value with the named keys replaced, or gone where they are `undefined`; undefined if it is the same afterwards. */
function replaceKeys(
  { hook, module, stored, limits }: ResultRequest,
  name: 'state' | 'extras',
  partial: unknown,
): JsonObject | undefined {
  if (partial === undefined) return undefined
  const at = inside(returnedBy(hook), name)
  if (!isPlainObject(partial)) throw badResult(at, `${show(partial)} is not an object`)
  const value = readStored({ at, schema: module[name] }, putFields(stored[name], partial))
  checkSize(at, value, [`${name}BytesMax`, limits[`${name}BytesMax`]])
  return isSameJson(stored[name], value) ? undefined : value
}

function checkEvent(
  { module, limits }: ResultRequest,
  event: unknown,
  at: ResultPlace,
): CheckedResult['events'][number] {
  if (!isObject(event)) throw badResult(at, 'it must be an object { event, payload, to }')
  onlyKeys(at, event, ['event', 'payload', 'to'])
  if (typeof event.event !== 'string' || event.event === '' || event.event.length > 64)
    throw badResult(inside(at, 'event'), `${show(event.event)} is not a name of 1 to 64 characters`)
  const payload = readPayload(module, event.event, event.payload, at)
  checkSize(inside(at, 'payload'), payload, ['eventBytesMax', limits.eventBytesMax])
  return { event: event.event, payload, to: checkAudience(module, event.to, inside(at, 'to')) }
}

/** As the schema of the event gives it out, where the module declares its events. */
function readPayload({ events }: ResultRequest['module'], name: string, payload: unknown, at: ResultPlace): Json {
  if (events === undefined) return frozenJson(inside(at, 'payload'), payload) as Json
  const schema = Object.hasOwn(events, name) ? events[name] : undefined
  if (schema === undefined)
    throw badResult(
      inside(at, 'event'),
      `${show(name)} is not an event of this module; it has ${Object.keys(events).join(', ')}`,
    )
  return readStored({ at: inside(at, 'payload'), schema }, payload)
}

function checkAudience(module: ResultRequest['module'], to: unknown, at: ResultPlace): Audience {
  if (isObject(to)) {
    if (to.kind === 'everyone') return { kind: 'everyone' }
    if (to.kind === 'visibleTo' && typeof to.entityId === 'string') return { kind: 'visibleTo', entityId: to.entityId }
    if (to.kind === 'players' && Array.isArray(to.playerIds) && to.playerIds.every((id) => typeof id === 'string'))
      return { kind: 'players', playerIds: to.playerIds }
    if (to.kind === 'seeing') return checkCell(module, to, at)
  }
  const ways = 'everyone(), players(ids), visibleTo(entityId) or seeing({ x, y })'
  throw badResult(at, `an event must say whom it is for: ${ways}`)
}

function checkCell(
  module: ResultRequest['module'],
  { x, y }: { readonly x?: unknown; readonly y?: unknown },
  at: ResultPlace,
): Audience {
  if (module.seesCell === undefined)
    throw badResult(at, 'seeing() asks the module who sees a cell; give it the hook `seesCell`')
  if (typeof x !== 'number' || typeof y !== 'number' || !Number.isSafeInteger(x) || !Number.isSafeInteger(y))
    throw badResult(at, `seeing() takes a cell, two integers; not ${show(x)} and ${show(y)}`)
  return { kind: 'seeing', x, y }
}

function checkRefusals(
  { hook, module, intentTypes, limits }: ResultRequest,
  refusals: readonly unknown[],
): ReadonlyMap<string, Refused> {
  const byIntent = new Map<string, Refused>()
  for (const [index, refusal] of refusals.entries()) {
    const at = item(inside(returnedBy(hook), 'refuse'), index)
    if (!isObject(refusal)) throw badResult(at, 'it must be an object { intentId, code, message, details? }')
    onlyKeys(at, refusal, ['intentId', 'code', 'message', 'details'])
    const { intentId } = refusal
    if (typeof intentId !== 'string' || !intentTypes.has(intentId))
      throw badResult(inside(at, 'intentId'), `${show(intentId)} is not an intent of this tick`)
    if (byIntent.has(intentId)) throw badResult(inside(at, 'intentId'), `${show(intentId)} is refused twice`)
    byIntent.set(intentId, checkRefusal({ at, known: module.refusals, limits }, refusal))
  }
  return byIntent
}

function checkWakeAt(hook: string, wakeAt: unknown): number | null | undefined {
  if (wakeAt === undefined || wakeAt === null) return wakeAt
  if (typeof wakeAt !== 'number' || !(wakeAt >= 0 && wakeAt <= Number.MAX_SAFE_INTEGER))
    throw badResult(inside(returnedBy(hook), 'wakeAt'), `${show(wakeAt)} is not a time in ms since the epoch`)
  return Math.ceil(wakeAt)
}

function checkEnd({ hook, limits }: ResultRequest, end: unknown): CheckedResult['end'] {
  if (end === undefined) return undefined
  const at = inside(returnedBy(hook), 'end')
  if (!isObject(end)) throw badResult(at, 'it must be an object { result }')
  onlyKeys(at, end, ['result'])
  const result = frozenJson(inside(at, 'result'), end.result ?? null) as Json
  checkSize(inside(at, 'result'), result, ['stateBytesMax', limits.stateBytesMax])
  return { result }
}
