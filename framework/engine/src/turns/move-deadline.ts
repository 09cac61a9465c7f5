import { turnMsMax } from 'gridtick/internal'
import type { ZoneTurn } from '../ports/storage/stored-turn.ts'

/** What an operator wants of the end of a turn: another time, a later one, or none. */
export type DeadlineMove = { readonly endsAt: number } | { readonly extendMs: number } | null

/**
 * Moves the end of the turn that is open. A time that is past resolves it with the next beat. Undefined: there is no end to
 * extend, or it would be further away than a turn may take.
 */
export function moveDeadline(turn: ZoneTurn, move: DeadlineMove, now: number): ZoneTurn | undefined {
  if (turn.stage.phase !== 'open') return undefined
  if (move === null) return { ...turn, clock: { kind: 'none' } }
  const endsAt = movedEnd(turn, move, now)
  if (endsAt === undefined || endsAt - now > turnMsMax) return undefined
  const clock =
    turn.clock.kind === 'stands' || turn.clock.kind === 'standsAtDate'
      ? { kind: 'stands' as const, leftMs: Math.max(0, endsAt - now) }
      : { kind: 'runs' as const, endsAt, isDate: false, isMoved: false }
  return { ...turn, clock }
}

function movedEnd({ clock }: ZoneTurn, move: NonNullable<DeadlineMove>, now: number): number | undefined {
  if ('endsAt' in move) return move.endsAt
  switch (clock.kind) {
    case 'runs':
    case 'standsAtDate':
      return clock.endsAt + move.extendMs
    case 'stands':
      return now + clock.leftMs + move.extendMs
    case 'none':
    case 'idle':
      return undefined
  }
}
