import { nextDeadline } from '../combat/due-rounds.ts'
import type { Places } from '../region.ts'

/** When something is due even if nobody is here: the first deadline of a round, or the first container that expires. */
export function wakeTime(places: Places): number | null {
  const expiries = places.entities.ofKind('salvage').map(({ data }) => data.expiresAt)
  const first = expiries.reduce((earliest, at) => Math.min(earliest, at), nextDeadline(places) ?? Infinity)
  return first === Infinity ? null : first
}
