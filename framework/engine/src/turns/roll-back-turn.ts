import type { ZoneTurn } from '../ports/storage/stored-turn.ts'
import { type Opening, openTurn } from './open-turn.ts'
import type { OrderPackets } from './order-packet.ts'
import { runOf } from './run-of.ts'

/**
 * The turns of a zone that goes back to the beginning of an earlier one: that turn waits until an operator lets it go on.
 * `before` is the turn as it was then, from the snapshot. Undefined: it was rolled back too often to count further.
 */
export function rollBackTurn(
  turn: ZoneTurn,
  { to, before }: { readonly to: number; readonly before: Pick<ZoneTurn, 'missed' | 'idleTurns'> },
): ZoneTurn | undefined {
  const rollbacks = [...turn.rollbacks, { to, from: turn.number }]
  if (rollbacks.length > rollbacksMax) return undefined
  return {
    number: to,
    run: runOf(to, rollbacks),
    stage: { phase: 'waiting', why: 'rolledBack', openedAt: null },
    clock: { kind: 'none' },
    missed: before.missed,
    idleTurns: before.idleTurns,
    rollbacks,
  }
}

/** Those that no turn can be in again are forgotten. */
const rollbacksMax = 1_000

/** An operator lets a turn go on that was rolled back: it opens as any other, with an end of its own. */
export function resumeRolledBack(opening: Opening): ZoneTurn {
  const { stage } = opening.turn
  return stage.phase === 'waiting' && stage.why === 'rolledBack' ? openTurn(opening) : opening.turn
}

/** Orders of a turn that was rolled back are kept, and must be handed in again to be ready. */
export function asDrafts(packets: OrderPackets): OrderPackets {
  return new Map([...packets].map(([playerId, packet]) => [playerId, { ...packet, isReady: false }]))
}
