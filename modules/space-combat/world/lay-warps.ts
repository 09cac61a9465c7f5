import type { Random } from 'gridtick'
import { worldShape } from '../balance.ts'
import { placeOf, placesAround, type Site } from './grow-sites.ts'

/**
 * The outgoing warps of each site, by its number: along the tree both ways, which makes every sector reachable from every other;
 * then some more, mostly one-way, between neighbours that the tree did not join and that are at most one level apart.
 */
export function layWarps(sites: readonly Site[], random: Random): readonly (readonly number[])[] {
  const numberAt = new Map(sites.map((site, number) => [placeOf(site), number]))
  const warps: number[][] = sites.map(() => [])
  const lay = (from: number, to: number) => warps[from]?.push(to)

  for (const [number, { parent }] of sites.entries()) {
    if (parent === null) continue
    const above = numberAt.get(placeOf(parent)) as number
    lay(above, number)
    lay(number, above)
  }

  const isJoined = (one: number, other: number) => warps[one]?.includes(other) || warps[other]?.includes(one)
  for (const number of random.shuffle([...sites.keys()])) {
    const site = sites[number] as Site
    if (site.isSealed) continue
    const wanted = random.int(worldShape.extraWarpsMin, worldShape.extraWarpsMax)
    const candidates = placesAround(site).flatMap((place) => {
      const other = numberAt.get(placeOf(place))
      const target = other === undefined ? undefined : sites[other]
      if (other === undefined || target === undefined || target.isSealed || isJoined(number, other)) return []
      return Math.abs(target.level - site.level) <= 1 ? [other] : []
    })
    for (const other of random.shuffle(candidates).slice(0, wanted)) {
      lay(number, other)
      if (random.chance(worldShape.twoWayChance)) lay(other, number)
    }
  }
  return warps
}
