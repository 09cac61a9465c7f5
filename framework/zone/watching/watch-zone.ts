import type { StoredMember } from '../../storage/zone-storage.ts'
import type { Engine } from '../engine.ts'
import { endSubscriptions } from '../inputs/answer-inputs.ts'
import type { MembershipInput } from '../inputs/input.ts'
import { listPlayers, type Zone } from '../zone.ts'
import type { Actor, ConnectionRequest, SubscribeRequest } from '../zone-host-port.ts'
import { sendMessage, sendRefusal, sendSubscribed, sendZoneStatus } from './send-messages.ts'
import { showNow } from './show-tick.ts'
import type { Subscription } from './subscription.ts'

/** Beginning and ending to watch a zone, and the memberships that go with it. All of it synchronous but a stored leave. */

/**
 * A member is shown the last committed tick at once. Anybody else asks to join, and is shown the tick that commits the
 * join. Watching again with the same connection begins anew.
 */
export function subscribe(engine: Engine, zone: Zone, request: SubscribeRequest, isCongested: boolean): void {
  const { connectionId, player, mode, ref } = request
  const isLeaving = zone.queue.pendingMembership(player.playerId) === 'leave'
  const isMember = zone.committed.members.has(player.playerId) && !isLeaving
  const isStepping = zone.status === 'open'
  if (zone.status === 'deleted') {
    sendRefusal(engine, connectionId, { code: 'not_found', message: 'There is no such zone.' }, ref)
    return
  }
  const mayLook = isMember || (player.role === 'debug' && !isStepping)
  if (!mayLook && !isStepping) {
    const code = zone.status === 'paused' ? 'zone_paused' : 'zone_finished'
    const message =
      code === 'zone_paused' ? 'This zone is paused; nobody can join it now.' : 'This game is over; nobody can join it.'
    sendRefusal(engine, connectionId, { code, message }, ref)
    return
  }
  const join = mayLook ? undefined : joinOf(zone, player)
  if (join !== undefined && !zone.queue.has(join) && !zone.queue.addMembership(join)) {
    sendRefusal(
      engine,
      connectionId,
      { code: 'queue_full', message: 'Too many joins and leaves are waiting.', retryAfterMs: zone.info.everyMs },
      ref,
    )
    return
  }
  const subscription: Subscription = {
    connectionId,
    player,
    mode,
    ref,
    phase: mayLook ? 'watching' : 'joining',
    join,
    sent: undefined,
    seen: undefined,
    isCongested,
    hasDroppedEvents: false,
    isOwedFrame: false,
    viewFailures: 0,
  }
  zone.subscriptions.add(subscription)
  noteConnected(zone, player)
  if (!mayLook) return
  sendSubscribed(engine, zone, subscription)
  showNow(engine, zone, subscription)
  if (!isStepping) sendZoneStatus(engine, zone, connectionId)
}

/** The join of this player that waits already, if nothing came after it, or else a new one. */
function joinOf(zone: Zone, player: Actor): Extract<MembershipInput, { kind: 'join' }> {
  const last = zone.queue.lastMembership(player.playerId)
  return last?.kind === 'join' ? last : { kind: 'join', player }
}

/** Stops watching; the membership stays. */
export function unsubscribe(engine: Engine, zone: Zone, { connectionId, ref }: ConnectionRequest): void {
  endSubscription(zone, connectionId)
  const names = ref === undefined ? {} : { ref }
  sendMessage(engine, connectionId, { type: 'unsubscribed', zoneId: zone.id, ...names })
}

/** The connection watches no more: it ended, or was told to. Ending twice changes nothing. */
export function endSubscription(zone: Zone, connectionId: string): void {
  const subscription = zone.subscriptions.delete(connectionId)
  if (subscription === undefined) return
  const { playerId } = subscription.player
  if (zone.subscriptions.ofPlayer(playerId).length > 0) return
  const isPresent = zone.committed.members.has(playerId) || zone.queue.pendingMembership(playerId) === 'join'
  if (isPresent && zone.status !== 'finished')
    zone.queue.addPresence({ kind: 'presence', playerId, change: 'disconnected' })
}

/** Ends a membership: with the next step, or at once where the zone does not step. */
export async function leave(engine: Engine, zone: Zone, request: ConnectionRequest & { player: Actor }): Promise<void> {
  const { connectionId, ref, player } = request
  const names = ref === undefined ? {} : { ref }
  if (zone.status === 'open') {
    const input: MembershipInput = { kind: 'leave', playerId: player.playerId, connectionId, ...names }
    if (!zone.queue.addMembership(input))
      sendRefusal(
        engine,
        connectionId,
        { code: 'queue_full', message: 'Too many joins and leaves are waiting.', retryAfterMs: zone.info.everyMs },
        ref,
      )
    return
  }
  await leaveRestingZone(engine, zone, player)
  sendMessage(engine, connectionId, { type: 'unsubscribed', zoneId: zone.id, ...names, reason: 'left' })
}

async function leaveRestingZone(engine: Engine, zone: Zone, player: Actor): Promise<void> {
  const { playerId } = player
  const member = zone.committed.members.get(playerId)
  if (member !== undefined) {
    if (zone.status === 'paused') await departPausedZone(engine, zone, member)
    else await engine.storage.removeMember(zone.id, playerId)
    zone.committed.members.delete(playerId)
    zone.committed.players = listPlayers(zone.committed.members)
  }
  for (const { connectionId } of zone.subscriptions.ofPlayer(playerId)) zone.subscriptions.delete(connectionId)
  endSubscriptions(engine, zone, playerId, 'left')
}

/** Its module hears of it with the next step, and also if the process ends before. */
async function departPausedZone({ storage }: Engine, zone: Zone, member: StoredMember): Promise<void> {
  const { playerId, displayName } = member
  await storage.departMember(zone.id, playerId)
  zone.queue.addMembership({ kind: 'leave', playerId, departed: { displayName } })
  zone.recorder &&= { ...zone.recorder, departed: [...zone.recorder.departed, playerId] }
}

/** Members who are stored as connected, and did not come back after a restart, are told to the module as lost. */
export function checkPresence(zone: Zone, monotonic: number): void {
  if (zone.presenceDueAt === undefined || monotonic < zone.presenceDueAt) return
  zone.presenceDueAt = undefined
  if (zone.status === 'finished') return
  for (const { playerId, disconnectedAt } of zone.committed.players)
    if (disconnectedAt === null && zone.subscriptions.ofPlayer(playerId).length === 0)
      zone.queue.addPresence({ kind: 'presence', playerId, change: 'disconnected' })
}

/** Also of one whose join waits: the socket that asked for it may be lost already, and this is another one. */
function noteConnected(zone: Zone, { playerId }: Actor): void {
  if (zone.status === 'finished') return
  const member = zone.committed.members.get(playerId)
  const isAway =
    (member !== undefined && member.disconnectedAt !== null) || zone.queue.pendingPresence(playerId) === 'disconnected'
  if (isAway && zone.queue.pendingPresence(playerId) !== 'connected')
    zone.queue.addPresence({ kind: 'presence', playerId, change: 'connected' })
}
