import { engageArrival } from '../combat/engage-arrival.ts'
import { openRound } from '../combat/open-round.ts'
import { emptyCargo } from '../commodities.ts'
import { tellJoined } from '../events/movement.ts'
import { tellStatus } from '../events/status-update.ts'
import { shipId } from '../kinds.ts'
import { sectorOf, shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { shipType, starterShip } from '../ship-types.ts'
import { recordVisit } from './visit.ts'

/**
 * A captain comes into the game: with a new ship in the start sector, or with the old one, wherever it was left. Whoever
 * is there is told; an offensive garrison there opens fire, a toll garrison does not.
 */
export function enterRegion(
  region: Region,
  { playerId, displayName }: { playerId: string; displayName: string },
): void {
  const old = shipOf(region, playerId)
  if (old === undefined) launchShip(region, playerId, displayName)
  else if (old.data.name !== displayName) region.entities.change(old, { data: { name: displayName } })
  // A ship stays in its fight when its captain is away.
  const encounter = engageArrival(region, playerId, 'join')
  tellStatus(region, playerId)
  if (encounter !== undefined) openRound(region, encounter)
  tellJoined(region, playerId)
}

function launchShip(region: Region, playerId: string, name: string): void {
  const start = sectorOf(region, region.startSector)
  if (start === undefined) return
  const { fighters, shields, warpPower } = shipType(starterShip)
  region.entities.create({
    id: shipId(playerId),
    kind: 'ship',
    x: start.x,
    y: start.y,
    ownerId: playerId,
    data: {
      name,
      shipType: starterShip,
      sector: region.startSector,
      fighters,
      shields,
      warpPower,
      cargo: emptyCargo,
      credits: region.balance.ships.startCredits,
      messageAt: 0,
    },
  })
  recordVisit(region, playerId, region.startSector)
}
