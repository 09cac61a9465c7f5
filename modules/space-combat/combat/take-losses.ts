import { emptyCargo } from '../commodities.ts'
import type { Encounter, Garrison, Participant, RoundReport, Ship } from '../kinds.ts'
import { shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { dropSalvage } from '../rules/salvage.ts'
import { escapePod, shipType } from '../ship-types.ts'

/**
 * Brings the losses of a round to the ships and garrisons themselves. Whoever was shot down to the last fighter is gone in
 * that very round: of a ship an escape pod is left, of a garrison nothing, and of both a container.
 */
export function takeLosses(region: Region, encounter: Encounter, { entries }: RoundReport): void {
  const hasLost = new Set(
    entries.filter((entry) => entry.fightersDelta < 0 || entry.shieldsDelta < 0).map(({ id }) => id),
  )
  for (const party of encounter.data.participants) {
    if (!hasLost.has(party.id)) continue
    if (party.kind === 'ship') takeShipLosses(region, encounter, party)
    else takeGarrisonLosses(region, encounter, party)
  }
}

function takeShipLosses(region: Region, encounter: Encounter, { ownerId, fighters, shields }: Participant): void {
  const ship = shipOf(region, ownerId)
  if (ship === undefined) return
  if (fighters > 0) region.entities.change(ship, { data: { fighters, shields } })
  else destroyShip(region, encounter, ship)
}

function takeGarrisonLosses(region: Region, encounter: Encounter, party: Participant): void {
  const garrison = region.entities.get(party.id)
  if (garrison?.kind !== 'garrison') return
  if (party.fighters > 0) region.entities.change(garrison, { data: { fighters: party.fighters } })
  else destroyGarrison(region, encounter, garrison, party)
}

/** Hold and credits go from the ship to the container; the pod has nothing. */
function destroyShip(region: Region, { id: combatId }: Encounter, ship: Ship): void {
  const { scrapMin, pricePerScrap } = region.balance.salvage
  const { sector, name, shipType: type, cargo, credits } = ship.data
  const scrap = Math.max(scrapMin, Math.floor(shipType(type).price / pricePerScrap))
  const loserId = ship.ownerId ?? ''
  dropSalvage(region, { sector, cargo, scrap, credits, loserId, loserName: name, shipType: type, combatId })
  const { warpPower } = shipType(escapePod)
  region.entities.change(ship, {
    data: { shipType: escapePod, fighters: 0, shields: 0, warpPower, cargo: emptyCargo, credits: 0 },
  })
}

/** The bank goes from the garrison to the container. */
function destroyGarrison(region: Region, { id: combatId }: Encounter, garrison: Garrison, party: Participant): void {
  const { scrapMin, fightersPerScrap, garrisonTtlMs: ttlMs } = region.balance.salvage
  const scrap = Math.max(scrapMin, Math.floor(party.fightersAtEntry / fightersPerScrap))
  const { sector, tollBalance: credits } = garrison.data
  const loser = { loserId: party.ownerId, loserName: party.name }
  const wreck = { sector, cargo: emptyCargo, scrap, credits, ...loser, shipType: null, combatId }
  dropSalvage(region, ttlMs === undefined ? wreck : { ...wreck, ttlMs })
  region.entities.delete(garrison)
}
