import type { Random } from 'gridtick'
import { distance } from '../cells.ts'
import type { Site } from './place-systems.ts'

/** So many systems that lie far from each other: the first at random, each further one where the nearest is farthest. */
export function chooseHomes(sites: readonly Site[], count: number, random: Random): Site[] {
  const draws = random.fork('homes')
  const homes = [draws.pick(sites)]
  while (homes.length < count) homes.push(farthest(sites, homes))
  // The first was at random, and so perhaps in the middle: each is chosen once more, with the others as they are.
  for (let index = 0; index < homes.length; index++) homes[index] = farthest(sites, homes.toSpliced(index, 1))
  return homes
}

function farthest(sites: readonly Site[], homes: readonly Site[]): Site {
  const room = (site: Site) => Math.min(...homes.map((home) => distance(home, site)))
  return sites.filter((site) => !homes.includes(site)).reduce((best, site) => (room(site) > room(best) ? site : best))
}
