import type { Random } from 'gridtick'
import { worldShape } from '../balance.ts'
import { growSites, type Site } from './grow-sites.ts'
import { layWarps } from './lay-warps.ts'
import { placePorts } from './place-ports.ts'
import type { PlannedSector } from './planned-sector.ts'

/**
 * Plans a region of 10 to 5,000 sectors; the same draws give the same region. From every sector every other can be reached. Sector 0
 * is in the middle, and the numbers grow with the way from there.
 */
export function generateWorld({ sectors, random }: { sectors: number; random: Random }): readonly PlannedSector[] {
  const sites = growSites(sectors, random.fork('sites'))
  const warps = layWarps(sites, random.fork('warps'))
  const portClasses = placePorts(warps, random.fork('ports'))
  const places = placeOnMap(sites, random.fork('places'))
  return sites.map((_, sector) => ({
    sector,
    ...(places[sector] as { x: number; y: number }),
    warps: warps[sector] ?? [],
    portClass: portClasses[sector] ?? null,
  }))
}

/** From the lattice to cells: counted from 0, far apart, and a little off the lines, which looks more like space. */
function placeOnMap(sites: readonly Site[], random: Random): readonly { x: number; y: number }[] {
  const left = sites.reduce((least, { column }) => Math.min(least, column), 0)
  const top = sites.reduce((least, { row }) => Math.min(least, row), 0)
  const { cellsApart, jitterCells } = worldShape
  return sites.map(({ column, row }) => ({
    x: (column - left) * cellsApart + random.int(0, jitterCells),
    y: (row - top) * cellsApart + random.int(0, jitterCells),
  }))
}
