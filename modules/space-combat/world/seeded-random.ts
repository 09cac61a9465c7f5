import type { Random } from 'gridtick'
import { drawsOfRound } from '../combat/draws.ts'

/** Chance from a seed that somebody chose, so that two zones can have the same map. A zone's own chance has a secret seed. */
export function seededRandom(seed: string): Random {
  const next = drawsOfRound(seed, 0)
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError('nothing to pick from')
      return items[int(0, items.length - 1)] as (typeof items)[number]
    },
    shuffle(items) {
      const shuffled = [...items]
      for (let at = shuffled.length - 1; at > 0; at--) {
        const other = int(0, at)
        const item = shuffled[at] as (typeof items)[number]
        shuffled[at] = shuffled[other] as (typeof items)[number]
        shuffled[other] = item
      }
      return shuffled
    },
    fork: (label) => seededRandom(`${seed}\u0000${label}`),
  }
}
