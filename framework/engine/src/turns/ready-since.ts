import { isHandedIn } from './order-packet.ts'
import type { TurnSituation } from './turn-situation.ts'
import { waitedFor } from './waited-for.ts'

/**
 * Since when all have been ready; undefined: they are not. It follows from what is stored, so it is the same after a
 * restart. Each change of orders, also one that takes them back, and each change of who must order begin it again. At least
 * one person must have handed in something: where nobody is waited for, nobody is ready (TURN-3).
 */
export function readySince(situation: TurnSituation): number | undefined {
  const { turn, members, packets } = situation
  if (turn.stage.phase !== 'open' || waitedFor(situation).length > 0) return undefined
  const theirs = members.filter(({ mustOrder }) => mustOrder).flatMap(({ playerId }) => packets.get(playerId) ?? [])
  if (!theirs.some((packet) => isHandedIn(packet) && packet.isReady)) return undefined
  return Math.max(turn.stage.openedAt, turn.stage.expectsSince, ...theirs.map(({ at }) => at))
}
