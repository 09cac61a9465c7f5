import type { TurnInfo } from 'gridtick'
import type { ZoneTurn } from '../ports/storage/stored-turn.ts'

/** What modules and players know of a turn, whoever they are. Of a clock that stands, no end is told. */
export function turnInfo({ number, stage, clock }: ZoneTurn): TurnInfo {
  const { phase, openedAt } = stage
  const endsAt = phase === 'open' && clock.kind === 'runs' ? clock.endsAt : null
  return Object.freeze({ number, phase, openedAt, endsAt })
}
