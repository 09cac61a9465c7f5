import { given, type Refused, refusedIntent } from '@gridtick/protocol/codes'
import type { ObjectSchema } from 'gridtick'
import { declarationOf } from 'gridtick/internal'
import { schemaRunsCode } from '../guard/schema-runs-code.ts'
import type { IntentInput, IntentWaiter } from '../inputs/input.ts'
import type { HookCall } from '../kernel/running-hook.ts'
import { ModuleFault } from '../module/module-fault.ts'
import { type ReadInput, readInput, tooSlow } from '../module/read-input.ts'
import type { IntentReceipt, IntentSettled } from '../ports/zone-answers.ts'
import type { IntentRequest } from '../ports/zone-requests.ts'
import { sendMessage, sendZoneMessage, tellSettled } from '../watching/send-messages.ts'
import type { Engine } from '../zone/engine.ts'
import { runOnZone, runOnZoneNow, whyResting, type ZoneWork } from '../zone/run-on-zone.ts'
import type { Zone } from '../zone/zone.ts'
import { countForRate, whyNotSoOften } from './rate-of-intent.ts'
import { whyNotNow } from './why-not-now.ts'

/** What the door says to an intent. */
type Door =
  | { readonly kind: 'refused'; readonly refused: Refused }
  | { readonly kind: 'settled'; readonly settled: IntentSettled }
  | { readonly kind: 'queued'; readonly input: IntentInput; readonly isDuplicate: boolean }

/**
 * Queues an intent, or refuses it at the door. Synchronous: nothing comes between the look at the queue and the entry.
 * A sequence number that was seen before is not queued again: it gets the result of the first (INT-4). `read`: its
 * payload, where that was read before; else it is read here.
 */
export function submitIntent(
  engine: Engine,
  zone: Zone,
  request: IntentRequest,
  newId: () => string,
  read?: EndOfReading,
): IntentReceipt {
  const door = knock(engine, zone, request, { newId, read })
  const { connectionId, ref, seq } = request
  const names = given({ seq, ref })
  switch (door.kind) {
    case 'refused': {
      if (connectionId !== undefined)
        sendDoorRefusal(engine, zone.id, connectionId, { ...names, refused: door.refused })
      return { accepted: false, refused: door.refused }
    }
    case 'settled': {
      const { intentId = '' } = door.settled
      const waiters = waitersOf(request, { isDuplicate: true })
      tellSettled(
        engine,
        zone,
        waiters.map((waiter) => ({ waiter, settled: door.settled })),
      )
      return { accepted: true, intentId }
    }
    case 'queued': {
      const { input, isDuplicate } = door
      const intentId = input.intent.id
      if (connectionId === undefined && !isDuplicate)
        input.waiters.push({ kind: 'player', playerId: request.player.playerId })
      input.waiters.push(...waitersOf(request, { isDuplicate }))
      if (connectionId !== undefined)
        sendZoneMessage(engine, zone, connectionId, { type: 'intent_received', zoneId: zone.id, intentId, ...names })
      return { accepted: true, intentId }
    }
  }
}

/** Who asked to be told the result: on the connection, by the name of the operation, or not at all. */
function waitersOf(
  { connectionId, operation, ref }: IntentRequest,
  { isDuplicate }: { readonly isDuplicate: boolean },
): readonly IntentWaiter[] {
  return [
    ...(connectionId === undefined
      ? []
      : [{ kind: 'connection' as const, connectionId, isDuplicate, ...given({ ref }) }]),
    ...(operation === undefined ? [] : [{ kind: 'operation' as const, operation, isDuplicate }]),
  ]
}

/** An intent was refused before it was queued. */
export function sendDoorRefusal(
  engine: Pick<Engine, 'outlet'>,
  zoneId: string,
  connectionId: string,
  { refused, ...names }: { refused: Refused; seq?: number; ref?: string },
): void {
  sendMessage(engine, connectionId, refusedIntent(zoneId, names, refused), 'final')
}

/**
 * Begins to read the payload of an intent that is about to be submitted, with others that wait for the same. Undefined:
 * there is nothing to read ahead, as its schema runs no code, or the intent is refused anyway as things stand now.
 */
export function readAhead(engine: Engine, zone: Zone, request: IntentRequest): Promise<EndOfReading> | undefined {
  if (beforePayload(engine, zone, request) !== undefined) return undefined
  const found = findIntent(zone, request)
  if ('refused' in found || !schemaRunsCode(found.schema) || whyNotRead(engine, zone, request)) return undefined
  return runOnZone(engine, zone, readingOf(engine, zone, found, request))
}

function knock(
  engine: Engine,
  zone: Zone,
  request: IntentRequest,
  { newId, read }: { readonly newId: () => string; readonly read: EndOfReading | undefined },
): Door {
  const before = beforePayload(engine, zone, request)
  if (before !== undefined) return before
  const payload = readPayload(engine, zone, request, read)
  if ('refused' in payload) return { kind: 'refused', refused: payload.refused }

  const { player, seq, isDebug = false, connectionId = null } = request
  const input: IntentInput = {
    kind: 'intent',
    intent: Object.freeze({
      id: newId(),
      playerId: player.playerId,
      role: player.role,
      type: request.type,
      payload: payload.value,
      receivedAt: Math.floor(engine.clock.now()),
    }),
    displayName: player.displayName,
    ...given({ seq }),
    isDebug,
    connectionId,
    waiters: [],
    isDiscarded: false,
  }
  if (!zone.queue.addIntent(input))
    return refuse('queue_full', 'Too many intents are waiting; try again after the next tick.', zone.schedule.stepMs)
  countForRate(engine, zone, request)
  return { kind: 'queued', input, isDuplicate: false }
}

/** What the door says without a look at the payload. Undefined: it depends on that. */
function beforePayload(engine: Engine, zone: Zone, request: IntentRequest): Door | undefined {
  const closed = whyNotNow(engine)
  if (closed !== undefined) return { kind: 'refused', refused: closed }
  // Before all else about the zone: what was carried out keeps its result, whatever has become of the zone since,
  // perhaps by this very intent.
  const seen = request.seq === undefined ? undefined : seenBefore(engine, zone, request.player.playerId, request.seq)
  if (seen !== undefined) return seen
  const refused =
    whyNotHere(zone, request) ??
    whyNotThem(zone, request) ??
    whyNotThisSeq(engine, zone, request) ??
    whyNotSoOften(engine, zone, request)
  return refused && { kind: 'refused', refused }
}

function whyNotHere(zone: Zone, { isDebug = false }: IntentRequest): Refused | undefined {
  switch (zone.life.status) {
    case 'open':
      return undefined
    case 'paused':
      // An operator may queue intents, to step the zone by hand.
      return isDebug ? undefined : { code: 'zone_paused', message: 'This zone is paused.' }
    case 'finished':
      return { code: 'zone_finished', message: 'This game is over.' }
    case 'deleted':
      return { code: 'zone_deleted', message: 'This zone was deleted.' }
  }
}

function whyNotThem(zone: Zone, { player, isDebug }: IntentRequest): Refused | undefined {
  if (isDebug) return undefined
  const pending = zone.queue.pendingMembership(player.playerId)
  const willBeMember = pending === undefined ? zone.committed.members.has(player.playerId) : pending === 'join'
  return willBeMember ? undefined : { code: 'not_a_member', message: 'You are not in this zone. Subscribe to join it.' }
}

/** An intent that is queued or settled under this number. Undefined: there is none. */
function seenBefore({ limits }: Engine, zone: Zone, playerId: string, seq: number): Door | undefined {
  const queued = zone.queue.findSeq(playerId, seq)
  if (queued !== undefined)
    return queued.waiters.length > limits.duplicateWaitersMax
      ? refuse('queue_full', 'This intent is queued, and too many wait for its result.', zone.schedule.stepMs)
      : { kind: 'queued', input: queued, isDuplicate: true }
  const settled = zone.committed.members.get(playerId)?.settled.find((entry) => entry.seq === seq)
  return settled === undefined ? undefined : { kind: 'settled', settled }
}

/** Numbers grow: one that was not seen before must be above all that were. */
function whyNotThisSeq({ limits }: Engine, zone: Zone, { player, seq }: IntentRequest): Refused | undefined {
  if (seq === undefined) return undefined
  const { settled = [], lastSeq = 0 } = zone.committed.members.get(player.playerId) ?? {}
  if (seq > Math.max(lastSeq, zone.queue.highestSeq(player.playerId))) return undefined
  const oldest = settled[0]?.seq ?? 0
  return settled.length >= limits.settledSeqsMax && seq < oldest
    ? { code: 'seq_too_old', message: `The results of numbers below ${oldest} are no longer kept.` }
    : { code: 'stale_seq', message: 'A higher number was used already; go on from there.' }
}

/** What came of reading a payload; a fault: the schema did not return in time. `resting`: it was not read. */
export type EndOfReading = Reading | ModuleFault
type Reading = ReadInput | { readonly kind: 'resting'; readonly refused: Refused }

type FoundIntent = { readonly schema: ObjectSchema; readonly call: HookCall }

function findIntent(zone: Zone, { type, player, isDebug }: IntentRequest): FoundIntent | { refused: Refused } {
  const intent = Object.hasOwn(zone.module.intents, type) ? zone.module.intents[type] : undefined
  if (intent === undefined) {
    const known = Object.keys(zone.module.intents).join(', ')
    return {
      refused: { code: 'unknown_intent', message: `${zone.module.name} has no intent "${type}". It has: ${known}.` },
    }
  }
  const { payload: schema, debugOnly } = declarationOf(intent)
  if (debugOnly && !isDebug && player.role !== 'debug')
    return { refused: { code: 'forbidden', message: `The intent "${type}" is for the debug role.` } }
  const { playerId } = player
  const call = { module: zone.module.name, hook: `intents.${type}`, zoneId: zone.id, playerId, intentType: type }
  return { schema, call }
}

/** Its schema was stopped for this player lately. */
function whyNotRead(engine: Engine, zone: Zone, { type, player }: IntentRequest): Refused | undefined {
  return whyResting(engine, zone, { hook: `intents.${type}`, playerId: player.playerId })
}

function readingOf(
  engine: Engine,
  zone: Zone,
  { schema, call }: FoundIntent,
  request: IntentRequest,
): ZoneWork<Reading> {
  const run = (): Reading => {
    // One that was handed in with it may have been stopped since.
    const refused = whyNotRead(engine, zone, request)
    return refused === undefined
      ? readInput({ running: engine.running, schema, call }, request.payload)
      : { kind: 'resting', refused }
  }
  return { call, run }
}

function readPayload(
  engine: Engine,
  zone: Zone,
  request: IntentRequest,
  before: EndOfReading | undefined,
): { value: object } | { refused: Refused } {
  const found = findIntent(zone, request)
  if ('refused' in found) return found
  const resting = before === undefined ? whyNotRead(engine, zone, request) : undefined
  if (resting !== undefined) return { refused: resting }
  const { type, player } = request
  const reading = readingOf(engine, zone, found, request)
  const read = before ?? (schemaRunsCode(found.schema) ? runOnZoneNow(engine, zone, reading) : reading.run())
  const where = { module: zone.module.name, zoneId: zone.id, tick: zone.committed.tick, playerId: player.playerId }
  if (read instanceof ModuleFault) {
    engine.faultLog.report(read, where)
    return { refused: tooSlow(`the intent "${type}"`) }
  }
  switch (read.kind) {
    case 'read':
      return { value: read.value as object }
    case 'resting':
      return { refused: read.refused }
    case 'invalid': {
      const [first] = read.errors
      const message = `${type}${first?.pointer}: ${first?.message}`
      return { refused: { code: 'invalid', message, errors: read.errors } }
    }
    case 'broken':
      engine.faultLog.report(read.fault, where)
      return {
        refused: { code: 'intent_failed', message: `The game failed on the intent "${type}". It was reported.` },
      }
  }
}

function refuse(code: string, message: string, retryAfterMs?: number): Door {
  return { kind: 'refused', refused: { code, message, ...given({ retryAfterMs }) } }
}
