import { debugOnly, intent, refuse } from 'gridtick'
import { z } from 'zod'
import { whyInCombat } from '../combat/in-combat.ts'
import { cargoSchema, cargoUsed, emptyCargo } from '../commodities.ts'
import { tellStatus } from '../events/status-update.ts'
import { shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { shipTypeSchema } from '../ship-type-schema.ts'
import { shipType as typeOf } from '../ship-types.ts'
import { fields } from './fields.ts'

const wantedShip = z.strictObject({
  playerId: fields.playerId,
  shipType: shipTypeSchema,
  fighters: z.int().min(0).optional(),
  shields: z.int().min(0).optional(),
  warpPower: z.int().min(0).optional(),
  cargo: cargoSchema.optional(),
})

/**
 * An operator gives a captain another ship: full where nothing else is said, and never more than full; its hold is empty
 * unless a cargo is given. Credits stay.
 */
export const setShip = intent(
  debugOnly(wantedShip),
  (region: Region, { payload: { playerId, shipType, ...wanted } }) => {
    const ship = shipOf(region, playerId)
    if (ship === undefined) return refuse('no_such_captain', 'There is no captain of this id.')
    const inCombat = whyInCombat(region, playerId)
    if (inCombat !== undefined) return inCombat
    const most = typeOf(shipType)
    const cargo = wanted.cargo ?? emptyCargo
    if (cargoUsed(cargo) > most.cargoHolds) {
      const details = { required: cargoUsed(cargo), available: most.cargoHolds }
      return refuse('insufficient_holds', 'The cargo does not fit into this ship.', details)
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
  },
)
