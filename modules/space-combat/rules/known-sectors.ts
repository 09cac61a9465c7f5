import { chartId } from '../kinds.ts'
import { sectorOf, shipOf } from '../lookup.ts'
import type { Places } from '../region.ts'
import { type KnownSector, seenNow } from './visit.ts'

type Knowledge = Places & {
  /** ms since the epoch. */
  readonly now: number
}

/** What a captain knows of a sector; undefined where the captain never was. The sector the ship is in is known as it is now. */
export function knownSector(places: Knowledge, playerId: string, sector: number): KnownSector | undefined {
  const chart = places.entities.get(chartId(playerId, sector))
  if (chart?.kind !== 'chart') return undefined
  const known = chart.data.sectors.find((candidate) => candidate.sector === sector)
  return known === undefined ? undefined : upToDate(places, playerId, known)
}

/** Every sector a captain has been in, by number. */
export function knownSectors(places: Knowledge, playerId: string): readonly KnownSector[] {
  return places.entities
    .ownedBy(playerId)
    .flatMap((thing) => (thing.kind === 'chart' ? thing.data.sectors : []))
    .sort((one, other) => one.sector - other.sector)
    .map((known) => upToDate(places, playerId, known))
}

function upToDate(places: Knowledge, playerId: string, known: KnownSector): KnownSector {
  if (shipOf(places, playerId)?.data.sector !== known.sector) return known
  const at = sectorOf(places, known.sector)
  return at === undefined ? known : seenNow(at, places.now)
}
