import { closeCodes, given, type Refused } from '@gridtick/protocol/codes'
import type { IntentInput, IntentWaiter } from '../inputs/input.ts'
import type { Conflict } from '../ports/storage/zone-claim.ts'
import { refuseInputs } from '../watching/answer-inputs.ts'
import { dropSubscription } from '../watching/end-subscription.ts'
import { notice, tellSettled, tellStatus } from '../watching/send-messages.ts'
import type { Engine } from '../zone/engine.ts'
import { noteDeleted, noteLost } from '../zone/life.ts'
import type { Zone } from '../zone/zone.ts'

/** Why nothing more is done to a zone that this process does not own any more. The next who asks loads it again. */
export const takenOver: Refused = {
  code: 'storage_unavailable',
  message: 'Another server has taken this zone over; try again in a moment.',
  retryAfterMs: 1_000,
}

/** A write was refused because of what is stored by now: the zone is gone, or another's. Answers why nothing was done. */
export function giveUpZone(engine: Engine, zone: Zone, { differs }: Conflict): Refused {
  if (!differs.includes('zone')) {
    loseZone(engine, zone)
    return takenOver
  }
  closeDeletedZone(engine, zone)
  return { code: 'zone_deleted', message: 'This zone was deleted.' }
}

/** Everybody is told, and what is queued is answered `zone_deleted`. The zone is forgotten by the caller. */
export function closeDeletedZone(engine: Engine, zone: Zone): void {
  noteDeleted(zone)
  refuseInputs(engine, zone, zone.queue.all(), { code: 'zone_deleted', message: 'This zone was deleted.' })
  tellStatus(engine, zone)
  notice(engine, zone, { what: 'deleted' })
  for (const { connectionId } of zone.watching.subscriptions.all()) dropSubscription(engine, zone, connectionId)
}

/**
 * Another owns the zone: it leaves memory at once. Nothing of it is shown or answered any more, as nobody here knows what
 * became of it. Who watches it, or waits for an answer, loses the socket, and learns after connecting again what is stored;
 * who waits over REST is told that the outcome is not known.
 */
export function loseZone(engine: Engine, zone: Zone): void {
  if (zone.life.isLost) return
  noteLost(zone)
  engine.logger.error(
    { module: zone.module.name, zoneId: zone.id },
    'another has taken the zone over: it was dropped from memory, and its sockets are closed',
  )
  const connections = new Set(zone.watching.subscriptions.all().map(({ connectionId }) => connectionId))
  for (const input of zone.queue.all())
    if (input.kind === 'intent')
      for (const waiter of input.waiters) leaveUnknown(engine, zone, input, waiter, connections)
  zone.queue.settle(zone.queue.all())
  for (const { connectionId } of zone.watching.subscriptions.all()) dropSubscription(engine, zone, connectionId)
  for (const connectionId of connections) engine.outlet.close(connectionId, closeCodes.zoneLost, 'The zone moved.')
}

/** What became of an intent is not known here: its socket is among those to be closed, or it is said over REST. */
function leaveUnknown(
  engine: Engine,
  zone: Zone,
  { intent, seq }: IntentInput,
  waiter: IntentWaiter,
  connections: Set<string>,
): void {
  if (waiter.kind === 'connection') connections.add(waiter.connectionId)
  if (waiter.kind !== 'operation') return
  const message = 'Another server has taken this zone over; whether the intent was carried out is not known.'
  const numbered = given({ seq })
  const settled = { intentId: intent.id, ...numbered, outcome: 'refused', code: takenOver.code, message } as const
  tellSettled(engine, zone, [{ waiter, settled }])
}
