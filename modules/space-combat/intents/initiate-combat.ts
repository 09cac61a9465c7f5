import { engage } from '../combat/engage.ts'
import { participantOf, shipOf } from '../lookup.ts'
import type { Handler } from '../region.ts'

/**
 * Starts a fight of all who are in the sector, or draws all of them into the one that goes on there. Whom it is meant for
 * is said with the first attack.
 */
export const initiateCombat: Handler<{ readonly targetId?: string | undefined }> = (region, playerId) => {
  const ship = shipOf(region, playerId)
  if (ship === undefined) return { code: 'no_ship', message: 'You have no ship here.' }
  if (ship.data.fighters === 0) return { code: 'no_fighters', message: 'You have no fighters to begin a fight with.' }
  const { sector } = ship.data
  const encounter = engage(region, { sector, initiatorId: playerId, reason: 'manual' })
  if (encounter === undefined) return { code: 'no_opponents', message: 'Nobody here could fight you.' }
  if (participantOf(encounter, playerId) === undefined)
    return { code: 'combat_full', message: 'As many as a fight can hold are in it already.' }
  return undefined
}
