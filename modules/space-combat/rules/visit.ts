import { type Chart, chartId, chartSectors, type Sector } from '../kinds.ts'
import { sectorOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { offMap } from '../world/off-map.ts'

/** What a captain knows of a sector: as it was when the captain last looked. */
export type KnownSector = Chart['data']['sectors'][number]

/** A captain is in a sector, and notes its warps and its port. */
export function recordVisit(region: Region, playerId: string, sector: number): void {
  const at = sectorOf(region, sector)
  if (at === undefined) return
  const seen = seenNow(at, region.now)
  const id = chartId(playerId, sector)
  const chart = region.entities.get(id)
  if (chart?.kind !== 'chart') {
    const block = Math.floor(sector / chartSectors)
    region.entities.create({
      id,
      kind: 'chart',
      ...offMap,
      ownerId: playerId,
      data: { block, sectors: [{ ...seen, warps: [...seen.warps] }] },
    })
    return
  }
  const sectors = [...chart.data.sectors.filter((known) => known.sector !== sector), seen]
  region.entities.change(chart, { data: { sectors: sectors.sort((one, other) => one.sector - other.sector) } })
}

/** What somebody who is there sees. */
export function seenNow({ data: { sector, warps, port } }: Sector, now: number): KnownSector {
  return { sector, visitedAt: now, warps, port: port === null ? null : { ...port, observedAt: now } }
}
