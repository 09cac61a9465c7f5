import { isoTime } from 'gridtick'
import type { Balance } from '../balance.ts'
import type { Garrison, Sector } from '../kinds.ts'
import { garrisonIn, salvageIn, sectorOf, shipsIn } from '../lookup.ts'
import { salvageRecord } from '../records/salvage-record.ts'
import type { SectorContents } from '../records/status-record.ts'
import type { Places } from '../region.ts'
import { portCode } from '../rules/port-classes.ts'
import { portPrices } from '../rules/port-prices.ts'

/**
 * What a captain in a sector sees there, as a status tells it: never the viewer among the others, of others no more than
 * name and ship type, and nobody else's bank. Lists are cut where they would not fit into an event.
 */
export function sectorContents(
  places: Places & { readonly balance: Balance },
  playerId: string,
  sector: number,
  now: number,
): SectorContents {
  const { listedShipsMax, listedSalvageMax } = places.balance.sight
  const at = sectorOf(places, sector)
  const others = shipsIn(places, sector).filter(({ ownerId }) => ownerId !== playerId)
  const garrison = garrisonIn(places, sector)
  return {
    port: at === undefined ? null : portNow(at, places.balance, now),
    otherPlayers: others.slice(0, listedShipsMax).map(({ ownerId, data: { name, shipType } }) => ({
      playerId: ownerId,
      name,
      shipType,
    })),
    otherPlayerCount: others.length,
    garrisons: garrison === undefined ? [] : [garrisonRecord(garrison, playerId)],
    salvage: salvageIn(places, sector, now)
      .slice(0, listedSalvageMax)
      .map((salvage) => salvageRecord(salvage)),
    adjacentSectors: [...(at?.data.warps ?? [])].sort((one, other) => one - other),
  }
}

function portNow({ data: { sector, port } }: Sector, { trade, warp }: Balance, now: number): SectorContents['port'] {
  if (port === null) return null
  const depot = { pricePerUnit: warp.pricePerUnit, note: 'Warp power is sold here.' }
  return {
    code: portCode(port.class),
    lastSeenPrices: {
      ...portPrices(port, trade),
      ...(sector === warp.depotSector ? { warpPowerDepot: depot } : {}),
    },
    lastSeenStock: port.stock,
    observedAt: isoTime(now),
  }
}

function garrisonRecord({ ownerId, data }: Garrison, playerId: string): SectorContents['garrisons'][number] {
  const isFriendly = ownerId === playerId
  return {
    ownerId,
    ownerName: data.ownerName,
    fighters: data.fighters,
    mode: data.mode,
    tollAmount: data.tollAmount,
    ...(isFriendly ? { tollBalance: data.tollBalance } : {}),
    deployedAt: isoTime(data.deployedAt),
    isFriendly,
  }
}
