import { distance } from '../cells.ts'
import type { Site } from './place-systems.ts'

/** What lies so near to a home counts as its own. */
const nearby = 8

/** Homes differ at most by so much of the greatest. */
export const unfairnessMax = 0.1

const stepsMax = 2_000

/** What the systems near a home are worth. */
export function worthNear(home: Site, sites: readonly Site[]): number {
  return sites.filter((site) => distance(site, home) <= nearby).reduce((sum, site) => sum + worthOf(site), 0)
}

function worthOf({ minerals, habitat }: Site): number {
  return minerals + habitat
}

/** How much the worth near the homes differs at most, as a part of the greatest. */
export function unfairnessOf(homes: readonly Site[], sites: readonly Site[]): number {
  const worths = homes.map((home) => worthNear(home, sites))
  const most = Math.max(...worths)
  return most === 0 ? 0 : (most - Math.min(...worths)) / most
}

/**
 * The same systems, made poorer near the home that has most and richer near the one that has least, until the homes are worth about
 * the same, or nothing can be done. Homes themselves stay as they are.
 */
export function evenOut(homes: readonly Site[], given: readonly Site[]): Site[] {
  let sites = [...given]
  for (let step = 0; step < stepsMax && unfairnessOf(homes, sites) > unfairnessMax / 2; step++) {
    const changed = nextStep(homes, sites)
    if (changed === undefined) break
    sites = changed
  }
  return sites
}

/** One point less or more of one system, where it brings the homes nearer to each other. */
function nextStep(homes: readonly Site[], sites: readonly Site[]): Site[] | undefined {
  const ranked = homes.toSorted((one, other) => worthNear(one, sites) - worthNear(other, sites))
  const [poorest, richest] = [ranked[0] as Site, ranked.at(-1) as Site]
  const isNear = (site: Site, home: Site) => distance(site, home) <= nearby
  const isHome = (site: Site) => homes.some((home) => distance(home, site) === 0)
  const spread = unfairnessOf(homes, sites)
  const better = (index: number, site: Site | undefined) => {
    const changed = site && sites.with(index, site)
    return changed !== undefined && spreadSum(homes, changed) < spreadSum(homes, sites) ? changed : undefined
  }
  for (const [index, site] of sites.entries()) {
    if (isHome(site)) continue
    const isPoor = isNear(site, poorest)
    const isRich = isNear(site, richest)
    if (isPoor === isRich) continue
    const changed = better(index, isPoor ? richer(site) : poorer(site))
    if (changed !== undefined && unfairnessOf(homes, changed) <= spread) return changed
  }
  return undefined
}

/** How far the homes are from their mean, all together. */
function spreadSum(homes: readonly Site[], sites: readonly Site[]): number {
  const worths = homes.map((home) => worthNear(home, sites))
  const mean = worths.reduce((sum, worth) => sum + worth, 0) / worths.length
  return worths.reduce((sum, worth) => sum + (worth - mean) ** 2, 0)
}

function richer(site: Site): Site | undefined {
  if (site.habitat < 5) return { ...site, habitat: site.habitat + 1 }
  return site.minerals < 5 ? { ...site, minerals: site.minerals + 1 } : undefined
}

function poorer(site: Site): Site | undefined {
  if (site.minerals > 1) return { ...site, minerals: site.minerals - 1 }
  return site.habitat > 0 ? { ...site, habitat: site.habitat - 1 } : undefined
}
