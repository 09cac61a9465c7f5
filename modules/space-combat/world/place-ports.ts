import type { Random } from 'gridtick'
import { worldShape } from '../balance.ts'
import { type PortClass, portClasses } from '../rules/port-classes.ts'
import { pairPorts } from './pair-ports.ts'
import { type Reach, reachOf } from './reach.ts'

/**
 * The class of each sector's port, by its number; null where there is none. Sectors with few neighbours get theirs first, so
 * that a way off the main roads is worth it. Most ports have an opposite one near: what one sells, the other buys.
 */
export function placePorts(warps: readonly (readonly number[])[], random: Random): readonly (PortClass | null)[] {
  const reach = reachOf(warps)
  const degrees = neighbourCounts(warps)
  const wanted = random.shuffle([...warps.keys()]).sort((one, other) => (degrees[one] ?? 0) - (degrees[other] ?? 0))

  // Few ports may be on their own. If that is still too many, fewer are.
  let classes = new Map<number, PortClass>()
  for (const lonelyShare of [1 - worldShape.pairedShareMin, (1 - worldShape.pairedShareMin) / 2, 0]) {
    const sectors = chooseSectors({ wanted, reach, lonelyShare })
    classes = new Map(sectors.map((sector) => [sector, random.pick(portClasses)]))
    if (pairPorts(classes, reach, random)) break
  }
  return warps.map((_, sector) => classes.get(sector) ?? null)
}

/** The first of those wanted; but as long as too many have no other in reach, one of these is moved to where it has. */
function chooseSectors({
  wanted,
  reach,
  lonelyShare,
}: {
  wanted: readonly number[]
  reach: Reach
  lonelyShare: number
}): readonly number[] {
  const count = Math.round(worldShape.portShare * wanted.length)
  const chosen = new Set(wanted.slice(0, count))
  const hasCompany = (sector: number, apart?: number) =>
    [...(reach[sector] ?? [])].some((other) => other !== apart && chosen.has(other) && reach[other]?.has(sector))

  for (;;) {
    const lonely = [...chosen].filter((sector) => !hasCompany(sector))
    const [moved] = lonely
    if (moved === undefined || lonely.length <= lonelyShare * count) return [...chosen]
    const better = wanted.find((sector) => !chosen.has(sector) && hasCompany(sector, moved))
    if (better === undefined) return [...chosen]
    chosen.delete(moved)
    chosen.add(better)
  }
}

/** Distinct neighbours of each sector, whichever way the warp goes. */
function neighbourCounts(warps: readonly (readonly number[])[]): number[] {
  const neighbours = warps.map((targets) => new Set(targets))
  for (const [from, targets] of warps.entries()) for (const to of targets) neighbours[to]?.add(from)
  return neighbours.map(({ size }) => size)
}
