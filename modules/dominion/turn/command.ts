import { colonise } from '../command/colonise.ts'
import { type Wars, warsOf } from '../command/meetings.ts'
import { moveFleets } from '../command/move-fleets.ts'
import { type Packet, takeOrders } from '../command/take-orders.ts'
import type { Realm } from '../realm.ts'

/** The second phase: immediate orders, diplomacy, movement, settling. Answers who is at war now, and who met an enemy. */
export function resolveCommand(
  realm: Realm,
  packets: readonly Packet[],
): { readonly wars: Wars; readonly met: ReadonlySet<string> } {
  takeOrders(realm, packets)
  const wars = warsOf(realm)
  const met = moveFleets(realm, wars)
  colonise(realm, met)
  return { wars, met }
}
