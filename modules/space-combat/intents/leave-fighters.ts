import { intent, refuse } from 'gridtick'
import { z } from 'zod'
import { engage } from '../combat/engage.ts'
import { whyGarrisonInCombat, whyInCombat } from '../combat/in-combat.ts'
import { tellGarrisonUpdated } from '../events/garrison-updated.ts'
import { tellStatus } from '../events/status-update.ts'
import { type Garrison, garrisonId, type Ship } from '../kinds.ts'
import { garrisonIn, sectorOf, shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { payBank } from '../rules/pay-bank.ts'
import { fields } from './fields.ts'
import { actionRate } from './rates.ts'

const deployment = z.strictObject({
  sector: fields.sector,
  quantity: fields.units,
  mode: fields.garrisonMode,
  tollAmount: fields.tollAmount,
})

/**
 * Stations fighters in the captain's sector, alone or to the own garrison there, which takes the new mode. One garrison a
 * sector, of one owner. An offensive one fights whoever is there.
 */
export const leaveFighters = intent(
  { payload: deployment, rate: actionRate },
  (region: Region, { playerId, payload }) => {
    const { sector, quantity, mode } = payload
    const fighting = whyInCombat(region, playerId)
    if (fighting !== undefined) return fighting
    const ship = shipOf(region, playerId)
    if (ship === undefined) return refuse('no_ship', 'You have no ship here.')
    if (ship.data.sector !== sector) return refuse('not_in_sector', 'You can leave fighters only where you are.')
    const garrison = garrisonIn(region, sector)
    if (garrison !== undefined && garrison.ownerId !== playerId)
      return refuse('sector_taken', "Another captain's garrison holds this sector.")
    // Also one that has fallen: until its fight is over, it cannot be replaced by one of the same id.
    const besieged = whyGarrisonInCombat(region, { id: garrisonId(sector, playerId), sector })
    if (besieged !== undefined) return besieged
    const available = ship.data.fighters
    if (available < quantity)
      return refuse('insufficient_fighters', `You have ${available} fighters, not ${quantity}.`, {
        required: quantity,
        available,
      })

    region.count('deployments', { mode })
    station(region, { ship, garrison, order: payload })
    const paid = mode === 'toll' || garrison === undefined ? 0 : payBank(region, garrison)
    tellGarrisonUpdated(region, playerId, sector)
    if (paid > 0) tellStatus(region, playerId)
    if (mode === 'offensive') engage(region, { sector, initiatorId: playerId, reason: 'garrison_deploy_auto' })
  },
)

type Station = {
  readonly ship: Ship
  readonly garrison: Garrison | undefined
  readonly order: z.output<typeof deployment>
}

/** Moves the fighters from the ship to the garrison. */
function station(region: Region, { ship, garrison, order }: Station): void {
  const { sector, quantity, mode } = order
  const tollAmount = mode === 'toll' ? (order.tollAmount ?? 0) : 0
  region.entities.change(ship, { data: { fighters: ship.data.fighters - quantity } })
  if (garrison !== undefined) {
    const fighters = garrison.data.fighters + quantity
    region.entities.change(garrison, { data: { fighters, mode, tollAmount } })
    return
  }
  const ownerId = ship.ownerId ?? ''
  const { x, y } = sectorOf(region, sector) ?? ship
  region.entities.create({
    id: garrisonId(sector, ownerId),
    kind: 'garrison',
    x,
    y,
    ownerId,
    data: {
      sector,
      ownerName: ship.data.name,
      fighters: quantity,
      mode,
      tollAmount,
      tollBalance: 0,
      deployedAt: region.now,
    },
  })
}
