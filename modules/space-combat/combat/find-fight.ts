import { type Battle, battleId, type Encounter } from '../kinds.ts'
import type { Places } from '../region.ts'
import { leaversOf } from './parties.ts'

/** A fight that goes on, or the record of one that is over. */
export function findFight({ entities }: Places, combatId: string): Encounter | Battle | undefined {
  const active = entities.get(combatId)
  if (active?.kind === 'encounter') return active
  const over = entities.get(battleId(combatId))
  return over?.kind === 'battle' ? over : undefined
}

/** Whether a player is or was in it, or had a garrison in it. */
export function hasWitnessed(fight: Encounter | Battle, playerId: string): boolean {
  const heardOfIt = fight.kind === 'encounter' ? leaversOf(fight) : fight.data.witnesses
  return heardOfIt.includes(playerId) || isParty(fight, playerId)
}

/** Whether a player has a ship or a garrison in it, or had when it ended. */
export function isParty({ data: { participants } }: Encounter | Battle, playerId: string): boolean {
  return participants.some(({ ownerId }) => ownerId === playerId)
}
