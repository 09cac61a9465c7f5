import { intent, refuse } from 'gridtick'
import { z } from 'zod'
import { engage } from '../combat/engage.ts'
import { takesPart } from '../combat/parties.ts'
import type { Ship } from '../kinds.ts'
import { garrisonIn, participantOf, shipOf } from '../lookup.ts'
import type { Refusal } from '../refusals.ts'
import type { Region } from '../region.ts'
import { actionRate } from './rates.ts'

/**
 * Starts a fight of all who are in the sector, or draws all of them into the one that goes on there. Whom it is meant for
 * can be said, and all in the fight hear it; it shoots at nobody yet.
 */
export const initiateCombat = intent(
  { payload: z.strictObject({ targetId: z.string().max(128).optional() }), rate: actionRate },
  (region: Region, { playerId, payload: { targetId } }) => {
    const ship = shipOf(region, playerId)
    if (ship === undefined) return refuse('no_ship', 'You have no ship here.')
    if (ship.data.fighters === 0) return refuse('no_fighters', 'You have no fighters to begin a fight with.')
    const unfit = targetId === undefined ? undefined : whyNoTarget(region, ship, targetId)
    if (unfit !== undefined) return unfit
    const { sector } = ship.data
    const encounter = engage(region, { sector, initiatorId: playerId, reason: 'manual', targetId })
    if (encounter === undefined) return refuse('no_opponents', 'Nobody here could fight you.')
    if (participantOf(encounter, playerId) === undefined)
      return refuse('combat_full', 'As many as a fight can hold are in it already.')
  },
)

/** A fight that is meant for somebody who is not here would be one with all others. */
function whyNoTarget(region: Region, { ownerId, data: { sector } }: Ship, targetId: string): Refusal | undefined {
  const ship = shipOf(region, targetId)
  const garrison = garrisonIn(region, sector)
  const isHere = ship?.data.sector === sector && takesPart(ship)
  if (!isHere && garrison?.id !== targetId) return refuse('no_target', 'Nobody with that name is here to fight.')
  const isOwn = targetId === ownerId || (garrison?.id === targetId && garrison.ownerId === ownerId)
  return isOwn ? refuse('own_side', 'That is your own side.') : undefined
}
