import type { PlayerId, TurnReason } from 'gridtick'
import type { ZoneTurn } from '../ports/storage/stored-turn.ts'
import { type Opening, openTurn } from './open-turn.ts'
import { isHandedIn } from './order-packet.ts'
import { runOf, withinReach } from './run-of.ts'
import type { TurnMember, TurnSituation } from './turn-situation.ts'
import { missedBy } from './waited-for.ts'

type Closing = Pick<TurnSituation, 'turn' | 'schedule' | 'members' | 'packets'> & {
  readonly reason: TurnReason
  /** As the resolution leaves them. */
  readonly membersAfter: readonly TurnMember[]
}

/**
 * The turn after the one that was resolved, in the same transaction: open, unless the module paused the turns, or nobody is
 * left who must order.
 */
export function closeTurn(
  closing: Closing & Omit<Opening, 'turn' | 'members'> & { readonly isPaused: boolean },
): ZoneTurn {
  const { turn, packets, isPaused, membersAfter } = closing
  const number = turn.number + 1
  const hasPlayed = closing.members.some(({ playerId, mustOrder }) => mustOrder && isHandedIn(packets.get(playerId)))
  const next: ZoneTurn = {
    ...turn,
    number,
    run: runOf(number, turn.rollbacks),
    rollbacks: withinReach(turn.rollbacks, number),
    stage: { phase: 'waiting', why: 'paused', openedAt: null },
    clock: { kind: 'none' },
    missed: missedAfter(closing),
    idleTurns: hasPlayed ? 0 : turn.idleTurns + 1,
  }
  return isPaused ? next : openTurn({ ...closing, turn: next, members: membersAfter })
}

/** How many turns each has missed in a row by now; those who missed none are not named. */
function missedAfter(closing: Closing): ZoneTurn['missed'] {
  const before = new Map(closing.members.map((member) => [member.playerId, member]))
  const counts = closing.membersAfter.map(({ playerId, memberSince }): [PlayerId, number] => {
    const member = before.get(playerId)
    return [playerId, member?.memberSince === memberSince ? missedNow(closing, member) : 0]
  })
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

/** Only a turn that came to its end can be missed: one that an operator resolves would have waited. */
function missedNow({ turn, schedule, packets, reason }: Closing, member: TurnMember): number {
  const { playerId, mustOrder, isProgram } = member
  if (isHandedIn(packets.get(playerId))) return 0
  const isMissed = mustOrder && !isProgram && reason !== 'operator' && schedule.policy !== 'strict'
  return missedBy(turn, playerId) + (isMissed ? 1 : 0)
}
