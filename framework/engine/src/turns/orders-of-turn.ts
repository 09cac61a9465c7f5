import type { JsonObject, PlayerId, TurnOrders } from 'gridtick'
import { isHandedIn } from './order-packet.ts'
import type { TurnSituation } from './turn-situation.ts'

type Given = {
  /** What the module gives those who handed in nothing; undefined: it has no such function. */
  readonly defaultOrders: (playerId: PlayerId) => JsonObject | undefined
  /** What programs order, by their own views. */
  readonly strategies: ReadonlyMap<PlayerId, { readonly orders: JsonObject; readonly at: number }>
  /** Those whose orders made the module fail. */
  readonly replaced: ReadonlySet<PlayerId>
}

/** What `onTurn` is given: an entry for each member who must order, sorted by id, so that nobody can win by being early. */
export function ordersOfTurn(
  { members, packets }: Pick<TurnSituation, 'members' | 'packets'>,
  given: Given,
): readonly TurnOrders<JsonObject>[] {
  return members
    .filter(({ mustOrder }) => mustOrder)
    .map(({ playerId }) => playerId)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((playerId): TurnOrders<JsonObject> => {
      const instead = () => ({ playerId, orders: given.defaultOrders(playerId), receivedAt: null })
      if (given.replaced.has(playerId)) return { ...instead(), source: 'replaced' }
      const packet = packets.get(playerId)
      if (isHandedIn(packet)) return { playerId, source: 'player', orders: packet.orders, receivedAt: packet.at }
      const played = given.strategies.get(playerId)
      if (played !== undefined) return { playerId, source: 'strategy', orders: played.orders, receivedAt: played.at }
      return { ...instead(), source: 'default' }
    })
}
