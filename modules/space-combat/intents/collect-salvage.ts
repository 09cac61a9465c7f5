import { intent, refuse } from 'gridtick'
import { z } from 'zod'
import { inCombat, whyInCombat } from '../combat/in-combat.ts'
import { cargoUsed } from '../commodities.ts'
import { tellStatus } from '../events/status-update.ts'
import { tell } from '../events/tell.ts'
import type { Salvage, Ship } from '../kinds.ts'
import { encounterIn, shipOf } from '../lookup.ts'
import { type SalvageRecord, salvageRecord } from '../records/salvage-record.ts'
import type { Region } from '../region.ts'
import { type Load, type Loading, loadSalvage } from '../rules/load-salvage.ts'
import { isExpired } from '../rules/salvage.ts'
import { shipType } from '../ship-types.ts'
import { actionRate } from './rates.ts'

/** Takes what fits from a container in the sector, whoever's it was; the first to come has it. What does not fit stays. */
export const collectSalvage = intent(
  { payload: z.strictObject({ salvageId: z.string().max(64) }), rate: actionRate },
  (region: Region, { playerId, payload: { salvageId } }) => {
    const fighting = whyInCombat(region, playerId)
    if (fighting !== undefined) return fighting
    const ship = shipOf(region, playerId)
    if (ship === undefined) return refuse('no_ship', 'You have no ship here.')
    const salvage = region.entities.get(salvageId)
    if (salvage?.kind !== 'salvage' || isExpired(salvage, region.now))
      return refuse('salvage_gone', 'That container is gone.')
    if (ship.data.sector !== salvage.data.sector)
      return refuse('not_in_sector', 'You can collect salvage only where you are.')
    const encounter = encounterIn(region, salvage.data.sector)
    if (encounter?.id === salvage.data.combatId)
      return inCombat(encounter, 'Those who shot it are still fighting. It is free when they have done.')
    const loading = loadSalvage(ship.data.cargo, shipType(ship.data.shipType).cargoHolds, salvage.data)
    if (salvage.data.credits === 0 && cargoUsed(loading.taken) === 0)
      return refuse('nothing_fits', 'Your hold is full.')

    const left = load(region, playerId, { ship, salvage, loading })
    tell(region, [playerId], 'salvage.collected', {
      salvageId,
      salvage: left,
      cargo: loading.taken,
      credits: salvage.data.credits,
    })
    tellStatus(region, playerId)
  },
)

type Claim = { readonly ship: Ship; readonly salvage: Salvage; readonly loading: Loading }

/** Moves credits and goods from the container to the ship; answers the container as it is then. An empty one is claimed, and gone. */
function load(region: Region, playerId: string, { ship, salvage, loading: { hold, left } }: Claim): SalvageRecord {
  region.entities.change(ship, { data: { cargo: hold, credits: ship.data.credits + salvage.data.credits } })
  const loaded = region.entities.change(salvage, { data: { ...left, credits: 0 } })
  if (!isEmpty(left)) return salvageRecord(loaded)
  region.entities.delete(loaded)
  region.count('salvage', { event: 'claimed' })
  return salvageRecord(loaded, playerId)
}

function isEmpty({ cargo, scrap }: Load): boolean {
  return scrap === 0 && cargoUsed(cargo) === 0
}
