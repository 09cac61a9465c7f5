import { type Battle, type Encounter, garrisonId, type RoundReport } from '../kinds.ts'

type Fight = Encounter | Battle

/**
 * The rounds of a fight that a player may know of, oldest first: those that the player's own ship or garrison was
 * in, and how the fight ended, which all who were in it learn. What was before the player came and after the player left stays hidden.
 */
export function roundsKnownTo({ data: { sector, log } }: Fight, playerId: string): readonly RoundReport[] {
  const ownIds = new Set([playerId, garrisonId(sector, playerId)])
  return log.filter(({ entries, result }) => result !== null || entries.some(({ id }) => ownIds.has(id)))
}

/** Whether a player was in the round that was fought last. */
export function knowsLastRound(encounter: Encounter, playerId: string): boolean {
  const last = encounter.data.log.at(-1)
  return last !== undefined && roundsKnownTo(encounter, playerId).includes(last)
}
