import type { ZoneTurn } from '../ports/storage/stored-turn.ts'
import type { TurnBounds } from './turn-situation.ts'

/** A time in which no server ran. */
export type Outage = { readonly from: number; readonly to: number }

/**
 * The turn of a zone that is loaded after an outage: nobody loses it because no orders could be handed in. `storedAt` is the
 * time of the zone's last commit: what was stored after the outage has been seen to. What was moved is not moved again by a
 * restart before then, so a server that fails again and again cannot hold a turn up for ever.
 */
export function afterOutage(
  turn: ZoneTurn,
  { outage, storedAt, bounds }: { readonly outage: Outage; readonly storedAt: number; readonly bounds: TurnBounds },
): ZoneTurn {
  const { clock } = turn
  const earliest = outage.to + bounds.downtimeGraceMs
  if (outage.to - outage.from <= bounds.downtimeMinMs || storedAt > outage.to) return turn
  if (clock.kind !== 'runs' || clock.endsAt >= earliest) return turn
  if (clock.isMoved && clock.endsAt > outage.to) return turn
  return { ...turn, clock: { kind: 'runs', endsAt: earliest, isDate: false, isMoved: true } }
}
