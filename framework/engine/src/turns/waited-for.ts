import { isHandedIn } from './order-packet.ts'
import type { TurnMember, TurnSituation } from './turn-situation.ts'

type Waiting = Pick<TurnSituation, 'turn' | 'schedule' | 'members' | 'packets'>

/** The members without whose orders the turn is not ready. */
export function waitedFor(situation: Waiting): readonly TurnMember[] {
  const { members, packets } = situation
  return members.filter((member) => {
    if (!member.mustOrder || member.isProgram || isAway(situation, member)) return false
    const packet = packets.get(member.playerId)
    return !isHandedIn(packet) || !packet.isReady
  })
}

/** Whether a member missed so many turns that none waits for him. With the next packet he is back. */
export function isAway({ turn, schedule, packets }: Waiting, { playerId }: Pick<TurnMember, 'playerId'>): boolean {
  const { afkAfter, policy } = schedule
  if (afkAfter === null || policy === 'strict' || isHandedIn(packets.get(playerId))) return false
  return missedBy(turn, playerId) >= afkAfter
}

/** How many turns a member missed in a row. */
export function missedBy({ missed }: Waiting['turn'], playerId: string): number {
  return Object.hasOwn(missed, playerId) ? Number(missed[playerId]) : 0
}
