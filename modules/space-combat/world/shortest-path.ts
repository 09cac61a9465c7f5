import { sectorOf } from '../lookup.ts'
import type { Places } from '../region.ts'

/**
 * The shortest way along outgoing warps, both ends included; of several the one whose warps were laid first. Undefined if there
 * is none. Costs no more than the sectors that are nearer than the goal.
 */
export function shortestPath(places: Places, from: number, to: number): number[] | undefined {
  const cameFrom = new Map<number, number | undefined>([[from, undefined]])
  const queue = [from]
  for (const sector of queue) {
    if (sector === to) return wayBack(cameFrom, to)
    for (const next of sectorOf(places, sector)?.data.warps ?? []) {
      if (cameFrom.has(next)) continue
      cameFrom.set(next, sector)
      queue.push(next)
    }
  }
  return undefined
}

function wayBack(cameFrom: ReadonlyMap<number, number | undefined>, to: number): number[] {
  const path: number[] = []
  for (let sector: number | undefined = to; sector !== undefined; sector = cameFrom.get(sector)) path.unshift(sector)
  return path
}
