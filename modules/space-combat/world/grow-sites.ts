import type { Random } from 'gridtick'
import { worldShape } from '../balance.ts'

/** Where a sector will be, on a lattice whose neighbours alone are joined by warps: so none has more than four, and no three form a triangle. */
export type Site = {
  readonly column: number
  readonly row: number
  /** The site it grew from; null for the first. */
  readonly parent: Site | null
  /** Warps from the first site, along the tree. */
  readonly level: number
  /** Part of a dead end: it gets no warps but those of the tree. */
  readonly isSealed: boolean
}

/** A lattice place beside a site, where another might grow. */
type Shoot = { readonly column: number; readonly row: number; readonly parent: Site }

/**
 * Grows a spanning tree of this many sites from one seed, a random free place beside it at a time, so that it comes out about
 * round; then puts the dead ends on its outside, two sites each. Ordered by level: low numbers are near the first site.
 */
export function growSites(count: number, random: Random): readonly Site[] {
  const sites = new Map<string, Site>()
  const shoots: Shoot[] = []

  const settle = (site: Site) => {
    sites.set(placeOf(site), site)
    if (!site.isSealed) for (const place of placesAround(site)) shoots.push({ ...place, parent: site })
  }
  const takeShoot = (): Shoot => {
    const index = random.int(0, shoots.length - 1)
    const shoot = shoots[index] as Shoot
    // The last one takes its place: the list has no order, and a gap would cost.
    shoots[index] = shoots[shoots.length - 1] as Shoot
    shoots.pop()
    return shoot
  }
  const isFree = (place: { column: number; row: number }) => !sites.has(placeOf(place))

  const deadEnds = Math.max(1, Math.round(worldShape.deadEndShare * count))
  settle({ column: 0, row: 0, parent: null, level: 0, isSealed: false })
  while (sites.size < count - 2 * deadEnds) {
    const shoot = takeShoot()
    if (isFree(shoot)) settle(siteOf(shoot, false))
  }
  while (sites.size < count) {
    // There is one: the leftmost site has two free places to its left.
    const shoot = takeShoot()
    if (!isFree(shoot)) continue
    const beyond = random.shuffle(placesAround(shoot)).find(isFree)
    if (beyond === undefined) continue
    const first = siteOf(shoot, true)
    settle(first)
    settle(siteOf({ ...beyond, parent: first }, true))
  }
  return [...sites.values()].sort((one, other) => one.level - other.level)
}

function siteOf({ column, row, parent }: Shoot, isSealed: boolean): Site {
  return { column, row, parent, level: parent.level + 1, isSealed }
}

/** Keys of the lattice. */
export function placeOf({ column, row }: { column: number; row: number }): string {
  return `${column},${row}`
}

export function placesAround({ column, row }: { column: number; row: number }): { column: number; row: number }[] {
  return [
    { column: column + 1, row },
    { column: column - 1, row },
    { column, row: row + 1 },
    { column, row: row - 1 },
  ]
}
