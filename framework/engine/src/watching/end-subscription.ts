import type { Engine } from '../zone/engine.ts'
import type { Subscription } from '../zone/subscription.ts'
import type { Zone } from '../zone/zone.ts'

/** A connection watches a zone no more: the gateway is told. Undefined: it did not. */
export function dropSubscription(
  { outlet }: Pick<Engine, 'outlet'>,
  zone: Pick<Zone, 'id' | 'watching'>,
  connectionId: string,
): Subscription | undefined {
  const subscription = zone.watching.subscriptions.delete(connectionId)
  if (subscription !== undefined) outlet.ended({ connectionId, zoneId: zone.id, watch: subscription.watch })
  return subscription
}

/**
 * The connection watches no more: it ended, or was told to. Where it was the last one of its player, the module hears
 * of a lost socket. Ending twice changes nothing.
 */
export function endSubscription(engine: Pick<Engine, 'outlet'>, zone: Zone, connectionId: string): void {
  const subscription = dropSubscription(engine, zone, connectionId)
  if (subscription === undefined) return
  const { playerId } = subscription.player
  if (zone.watching.subscriptions.ofPlayer(playerId).length > 0) return
  const isPresent = zone.committed.members.has(playerId) || zone.queue.pendingMembership(playerId) === 'join'
  if (isPresent && zone.life.status !== 'finished')
    zone.queue.addPresence({ kind: 'presence', playerId, change: 'disconnected' })
}
