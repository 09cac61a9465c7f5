import { whyInCombat } from '../combat/in-combat.ts'
import { type Cargo, cargoUsed, emptyCargo } from '../commodities.ts'
import { tellStatus } from '../events/status-update.ts'
import { shipOf } from '../lookup.ts'
import type { Handler } from '../region.ts'
import { type ShipTypeName, shipType as typeOf } from '../ship-types.ts'

type Payload = {
  readonly playerId: string
  readonly shipType: ShipTypeName
  readonly fighters?: number | undefined
  readonly shields?: number | undefined
  readonly warpPower?: number | undefined
  readonly cargo?: Readonly<Cargo> | undefined
}

/**
 * An operator gives a captain another ship: full where nothing else is said, and never more than full; its hold is empty
 * unless a cargo is given. Credits stay.
 */
export const setShip: Handler<Payload> = (region, _operatorId, { playerId, shipType, ...wanted }) => {
  const ship = shipOf(region, playerId)
  if (ship === undefined) return { code: 'no_such_captain', message: 'There is no captain of this id.' }
  const inCombat = whyInCombat(region, playerId)
  if (inCombat !== undefined) return inCombat
  const most = typeOf(shipType)
  const cargo = wanted.cargo ?? emptyCargo
  if (cargoUsed(cargo) > most.cargoHolds) {
    const details = { required: cargoUsed(cargo), available: most.cargoHolds }
    return { code: 'insufficient_holds', message: 'The cargo does not fit into this ship.', details }
  }
  const upTo = (limit: number, value = limit) => Math.min(limit, value)
  region.entities.change(ship, {
    data: {
      shipType,
      fighters: upTo(most.fighters, wanted.fighters),
      shields: upTo(most.shields, wanted.shields),
      warpPower: upTo(most.warpPower, wanted.warpPower),
      cargo,
    },
  })
  tellStatus(region, playerId)
  return undefined
}
