import { isoTime, refuse } from 'gridtick'
import type { Encounter } from '../kinds.ts'
import { encounterIn, encounterOf, participantOf } from '../lookup.ts'
import type { Refusal } from '../refusals.ts'
import type { Places } from '../region.ts'

/** The refusal for a captain in a fight; undefined for all others. */
export function whyInCombat(places: Places, playerId: string): Refusal | undefined {
  const encounter = encounterOf(places, playerId)
  return encounter && inCombat(encounter, 'You are in a fight: attack, brace, flee or pay.')
}

/** The refusal for what would change a garrison in a fight. */
export function whyGarrisonInCombat(
  places: Places,
  { id, sector }: { readonly id: string; readonly sector: number },
): Refusal | undefined {
  const encounter = encounterIn(places, sector)
  const isIn = encounter !== undefined && participantOf(encounter, id) !== undefined
  return isIn ? inCombat(encounter, 'That garrison is in a fight.') : undefined
}

/** Says which fight it is, and when its round ends. */
export function inCombat({ id, data: { deadline } }: Encounter, message: string): Refusal {
  return refuse('in_combat', message, { combatId: id, deadline: isoTime(deadline) })
}
