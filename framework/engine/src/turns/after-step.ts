import type { PlayerId } from 'gridtick'
import type { ZoneTurn } from '../ports/storage/stored-turn.ts'
import { holdClock, releaseClock } from './hold-clock.ts'
import { isOfProgramsAlone } from './of-programs-alone.ts'
import { openTurn } from './open-turn.ts'
import { isHandedIn, type OrderPackets } from './order-packet.ts'
import { startClock } from './start-clock.ts'
import type { TurnMember, TurnSituation } from './turn-situation.ts'

/** A step without a resolution, and what it leaves. */
export type SteppedTurn = TurnSituation & {
  readonly now: number
  /** What the module returned as `turns`. */
  readonly said: 'start' | 'pause' | undefined
  /** As the step leaves them. */
  readonly membersAfter: readonly TurnMember[]
}

/** The turn as a step leaves it, if the step did not resolve it. The same object where nothing is new. */
export function afterStep(stepped: SteppedTurn): ZoneTurn {
  const following = followMembers(stepped)
  const obeying = obey({ ...stepped, turn: following })
  const opened = openForFirst({ ...stepped, turn: obeying })
  const started = startForPerson({ ...stepped, turn: opened })
  return wakeIdle({ ...stepped, turn: started })
}

/** Whose orders go with a step: those who left, and those who need not order any more. */
export function droppedOrders(packets: OrderPackets, membersAfter: readonly TurnMember[]): readonly PlayerId[] {
  const expected = expectedIn(membersAfter)
  return [...packets].flatMap(([playerId, { memberSince }]) =>
    expected.get(playerId) === memberSince ? [] : [playerId],
  )
}

function followMembers({ turn, members, membersAfter, now }: SteppedTurn): ZoneTurn {
  const before = new Map(members.map((member) => [member.playerId, member.memberSince]))
  const staying = membersAfter.filter(({ playerId, memberSince }) => before.get(playerId) === memberSince)
  const remaining = new Set(staying.map(({ playerId }) => playerId))
  const missed = Object.entries(turn.missed)
  const kept = missed.filter(([playerId]) => remaining.has(playerId))
  const followed = kept.length === missed.length ? turn : { ...turn, missed: Object.fromEntries(kept) }
  if (followed.stage.phase !== 'open' || isSameMap(expectedIn(members), expectedIn(membersAfter))) return followed
  return { ...followed, stage: { ...followed.stage, expectsSince: now } }
}

/** Does what the module says of its turns. What an operator rolled back, only he lets go on. */
function obey({ turn, said, now, schedule, bounds, ...others }: SteppedTurn): ZoneTurn {
  const { stage } = turn
  if (said === 'pause' && stage.phase === 'open')
    return {
      ...turn,
      stage: { phase: 'waiting', why: 'paused', openedAt: stage.openedAt },
      clock: holdClock(turn.clock, now),
    }
  if (said === 'pause' && stage.phase === 'waiting' && stage.why === 'nobody')
    return { ...turn, stage: { ...stage, why: 'paused' } }
  if (said !== 'start' || stage.phase !== 'waiting' || stage.why !== 'paused') return turn
  if (stage.openedAt === null) return openTurn({ ...others, members: others.membersAfter, turn, schedule, bounds, now })
  return {
    ...turn,
    stage: { phase: 'open', openedAt: stage.openedAt, expectsSince: now },
    clock: releaseClock(turn.clock, { now, schedule, bounds }),
  }
}

/** A turn that waited for somebody who must order opens with the first. */
function openForFirst(stepped: SteppedTurn): ZoneTurn {
  const { turn, membersAfter } = stepped
  const waits = turn.stage.phase === 'waiting' && turn.stage.why === 'nobody'
  if (!waits || !membersAfter.some(({ mustOrder }) => mustOrder)) return turn
  return openTurn({ ...stepped, members: membersAfter })
}

/** Programs alone let the end of their turn pass. The first person who joins them is given a turn of full length. */
function startForPerson({ turn, schedule, members, membersAfter, keepsRunning, now }: SteppedTurn): ZoneTurn {
  const stoodStill = !keepsRunning && isOfProgramsAlone(members) && !isOfProgramsAlone(membersAfter)
  const isPast = turn.stage.phase === 'open' && turn.clock.kind === 'runs' && turn.clock.endsAt <= now
  return stoodStill && isPast ? { ...turn, clock: startClock(schedule, now) } : turn
}

/** The clock of a zone in which nobody played for long begins with the first orders. */
function wakeIdle({ turn, schedule, packets, membersAfter, now }: SteppedTurn): ZoneTurn {
  if (turn.clock.kind !== 'idle' || turn.stage.phase !== 'open') return turn
  const dropped = new Set(droppedOrders(packets, membersAfter))
  const hasOrders = [...packets].some(([playerId, packet]) => !dropped.has(playerId) && isHandedIn(packet))
  return hasOrders ? { ...turn, clock: startClock(schedule, now) } : turn
}

/** The memberships of those who must order. */
function expectedIn(members: readonly TurnMember[]): ReadonlyMap<PlayerId, number> {
  return new Map(
    members.filter(({ mustOrder }) => mustOrder).map(({ playerId, memberSince }) => [playerId, memberSince]),
  )
}

function isSameMap(a: ReadonlyMap<PlayerId, number>, b: ReadonlyMap<PlayerId, number>): boolean {
  return a.size === b.size && [...a].every(([id, memberSince]) => b.get(id) === memberSince)
}
