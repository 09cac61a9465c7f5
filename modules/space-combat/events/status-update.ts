import { isoTime } from 'gridtick'
import { cargoUsed } from '../commodities.ts'
import { shipOf } from '../lookup.ts'
import type { Status } from '../records/status-record.ts'
import type { Region } from '../region.ts'
import { type ShipTypeName, shipType } from '../ship-types.ts'
import { sectorContents } from './sector-contents.ts'
import { tell } from './tell.ts'

/** Tells a captain how ship and sector stand now. Nothing, if there is no such captain. */
export function tellStatus(region: Region, playerId: string): void {
  const ship = shipOf(region, playerId)
  if (ship === undefined) return
  const { name, sector } = ship.data
  tell(region, [playerId], 'status.update', {
    characterId: playerId,
    name,
    sector,
    lastActive: isoTime(region.now),
    ship: ownShip(ship.data),
    sectorContents: sectorContents(region, playerId, sector, region.now),
  })
}

type OwnShip = NonNullable<ReturnType<typeof shipOf>>['data']

function ownShip({ shipType: type, cargo, warpPower, shields, fighters, credits }: OwnShip): Status['ship'] {
  const most = shipType(type)
  return {
    shipType: type,
    shipName: shipName(type),
    cargo,
    cargoCapacity: most.cargoHolds,
    cargoUsed: cargoUsed(cargo),
    warpPower,
    warpPowerCapacity: most.warpPower,
    shields,
    maxShields: most.shields,
    fighters,
    maxFighters: most.fighters,
    credits,
  }
}

/** `kestrel_courier` is a Kestrel Courier. */
function shipName(type: ShipTypeName): string {
  return type.replaceAll('_', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
}
