import { codecOf, type FrameWriter } from '@gridtick/protocol/codecs'
import { given, type Refused } from '@gridtick/protocol/codes'
import { jsonOf } from '../entities/json-of.ts'
import type { JoinOrLeave } from '../inputs/input.ts'
import type { Actor, ConnectionRequest, SubscribeRequest } from '../ports/zone-requests.ts'
import type { Engine } from '../zone/engine.ts'
import { momentOf } from '../zone/moment.ts'
import type { Subscription } from '../zone/subscription.ts'
import { addStepAhead, awaitPresence, dropStepAhead } from '../zone/watching.ts'
import type { Zone } from '../zone/zone.ts'
import { dropSubscription, endSubscription } from './end-subscription.ts'
import { sendMessage, sendRefusal, sendSubscribed, sendTooManyWait, sendZoneStatus } from './send-messages.ts'
import { showNow } from './show-tick.ts'

/** Beginning and ending to watch a zone, and the joins and lost sockets that go with it. All of it synchronous. */

/**
 * A member is shown the last committed state at once. Anybody else asks to join, and is shown the tick that commits the
 * join. Watching again with the same connection begins again, and one that goes on is told nothing but a whole frame.
 */
export function subscribe(engine: Engine, zone: Zone, request: SubscribeRequest): void {
  const { connectionId, player, ref } = request
  const writer = writerFor(engine, request)
  const mayLook = mayLookNow(zone, player)
  if (!mayLook && request.isResumed === true) {
    sendMessage(engine, connectionId, { type: 'unsubscribed', zoneId: zone.id, reason: 'removed' })
    return
  }
  const refused = mayLook ? undefined : whyNotJoined(zone)
  if (refused !== undefined) {
    sendRefusal(engine, connectionId, refused, { ref })
    return
  }
  const join = mayLook ? undefined : joinOf(zone, player)
  if (join !== undefined && !zone.queue.has(join) && !zone.queue.addMembership(join)) {
    sendTooManyWait(engine, zone, connectionId, { ref })
    return
  }
  const subscription = newSubscription(request, join, writer)
  dropSubscription(engine, zone, connectionId)
  zone.watching.subscriptions.add(subscription)
  noteConnected(zone, player)
  if (subscription.phase === 'joining') return
  subscription.phase = 'waiting'
  showSoon(engine, zone, subscription)
}

/**
 * Shows the zone to a connection: at once, or when the step is done that is due or runs. So its answer, with the number
 * of this beat, comes before no frame of the same number, and says nothing of that step.
 */
export function showSoon(engine: Engine, zone: Zone, subscription: Subscription): void {
  if (zone.watching.stepsAhead > 0) zone.watching.subscriptions.waiting.add(subscription)
  else if (subscription.phase === 'waiting') beginWatching(engine, zone, subscription)
  else showNow(engine, zone, subscription)
}

/** A step of the zone is due: see {@link stepDone}. */
export function stepAhead(zone: Zone): void {
  addStepAhead(zone)
}

/** The step is over, whatever became of it. Who waited for it is shown the zone. */
export function stepDone(engine: Engine, zone: Zone): void {
  dropStepAhead(zone)
  const { waiting } = zone.watching.subscriptions
  if (zone.watching.stepsAhead > 0 || waiting.size === 0) return
  for (const subscription of [...waiting]) {
    waiting.delete(subscription)
    showSoon(engine, zone, subscription)
  }
}

function beginWatching(engine: Engine, zone: Zone, subscription: Subscription): void {
  subscription.phase = 'watching'
  if (!subscription.isResumed) sendSubscribed(engine, zone, subscription, momentOf(engine, zone))
  engine.outlet.began({ connectionId: subscription.connectionId, zoneId: zone.id, watch: subscription.watch })
  showNow(engine, zone, subscription)
  if (zone.life.status !== 'open') sendZoneStatus(engine, zone, subscription.connectionId)
}

/** Members may, who are not about to leave; an operator also without being one, where nobody can join. */
function mayLookNow({ life: { status }, queue, committed }: Zone, { playerId, role }: Actor): boolean {
  if (status === 'deleted') return false
  if (role === 'debug' && status !== 'open') return true
  return committed.members.has(playerId) && queue.pendingMembership(playerId) !== 'leave'
}

function whyNotJoined({ life: { status } }: Zone): Refused | undefined {
  switch (status) {
    case 'open':
      return undefined
    case 'paused':
      return { code: 'zone_paused', message: 'This zone is paused; nobody can join it now.' }
    case 'finished':
      return { code: 'zone_finished', message: 'This game is over; nobody can join it.' }
    case 'deleted':
      return { code: 'not_found', message: 'There is no such zone.' }
  }
}

/** Throws where nobody here knows the codec. */
function writerFor({ codecs }: Engine, { subprotocol, zoneId, watch, mode }: SubscribeRequest): FrameWriter {
  return codecOf(codecs, subprotocol).createWriter({ zoneId, watch, mode, jsonOf })
}

function newSubscription(
  { connectionId, watch, player, mode, ref, isCongested = false, isResumed = false }: SubscribeRequest,
  join: JoinOrLeave | undefined,
  writer: FrameWriter,
): Subscription {
  return {
    connectionId,
    watch,
    player,
    mode,
    ref,
    writer,
    isResumed,
    phase: join === undefined ? 'watching' : 'joining',
    join,
    sent: undefined,
    toldTick: -1,
    seen: undefined,
    isCongested,
    isBeingShown: false,
    hasDroppedEvents: isResumed,
    isOwedFrame: false,
    viewFailures: 0,
    isUnavailableTold: false,
  }
}

/** The join of this player that waits already, if nothing came after it, or else a new one. */
function joinOf(zone: Zone, player: Actor): Extract<JoinOrLeave, { kind: 'join' }> {
  const last = zone.queue.lastMembership(player.playerId)
  return last?.kind === 'join' ? last : { kind: 'join', player }
}

/** Stops watching; the membership stays. */
export function unsubscribe(engine: Engine, zone: Zone, { connectionId, ref }: ConnectionRequest): void {
  endSubscription(engine, zone, connectionId)
  const names = given({ ref })
  sendMessage(engine, connectionId, { type: 'unsubscribed', zoneId: zone.id, ...names })
}

/** Members who are stored as connected, and did not come back after a restart, are told to the module as lost. */
export function checkPresence(zone: Zone, monotonic: number): void {
  const { presenceDueAt } = zone.watching
  if (presenceDueAt === undefined || monotonic < presenceDueAt) return
  awaitPresence(zone, undefined)
  if (zone.life.status === 'finished') return
  for (const { playerId, disconnectedAt } of zone.committed.players)
    if (disconnectedAt === null && zone.watching.subscriptions.ofPlayer(playerId).length === 0)
      zone.queue.addPresence({ kind: 'presence', playerId, change: 'disconnected' })
}

/** Also of one whose join waits: the socket that asked for it may be lost already, and this is another one. */
function noteConnected(zone: Zone, { playerId }: Actor): void {
  if (zone.life.status === 'finished') return
  const member = zone.committed.members.get(playerId)
  const isAway =
    (member !== undefined && member.disconnectedAt !== null) || zone.queue.pendingPresence(playerId) === 'disconnected'
  if (isAway && zone.queue.pendingPresence(playerId) !== 'connected')
    zone.queue.addPresence({ kind: 'presence', playerId, change: 'connected' })
}
