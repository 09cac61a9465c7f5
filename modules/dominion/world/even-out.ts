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
  return spreadOf(homes.map((home) => worthNear(home, sites)))
}

function spreadOf(worths: readonly number[]): number {
  const most = Math.max(...worths)
  return most === 0 ? 0 : (most - Math.min(...worths)) / most
}

/** A site with the homes that it lies near to, by their indices. */
type Place = { site: Site; readonly isHome: boolean; readonly near: readonly number[] }

/**
 * The same systems, made poorer near the home that has most and richer near the one that has least, until the homes are worth about
 * the same, or nothing can be done. Homes themselves stay as they are.
 */
export function evenOut(homes: readonly Site[], given: readonly Site[]): Site[] {
  const places = given.map((site): Place => {
    const near = homes.flatMap((home, index) => (distance(site, home) <= nearby ? [index] : []))
    return { site, near, isHome: homes.some((home) => distance(home, site) === 0) }
  })
  let worths = homes.map((home) => worthNear(home, given))
  for (let step = 0; step < stepsMax && spreadOf(worths) > unfairnessMax / 2; step++) {
    const changed = takeStep(places, worths)
    if (changed === undefined) break
    worths = changed
  }
  return places.map(({ site }) => site)
}

/** One point less or more of one system, where it brings the homes nearer to each other. Answers what they are worth then. */
function takeStep(places: readonly Place[], worths: readonly number[]): number[] | undefined {
  const poorest = worths.indexOf(Math.min(...worths))
  const richest = worths.lastIndexOf(Math.max(...worths))
  for (const place of places) {
    const isPoor = place.near.includes(poorest)
    if (place.isHome || isPoor === place.near.includes(richest)) continue
    const site = isPoor ? richer(place.site) : poorer(place.site)
    if (site === undefined) continue
    const change = isPoor ? 1 : -1
    const changed = worths.map((worth, index) => (place.near.includes(index) ? worth + change : worth))
    if (varianceOf(changed) >= varianceOf(worths) || spreadOf(changed) > spreadOf(worths)) continue
    place.site = site
    return changed
  }
  return undefined
}

/** How far the homes are from their mean, all together. */
function varianceOf(worths: readonly number[]): number {
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
