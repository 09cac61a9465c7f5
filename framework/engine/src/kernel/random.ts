import { createHash } from 'node:crypto'
import { assert } from 'gridtick/internal'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** The generator behind the `random` of a module; see the contract's `Random` for what each call means. */
export type SeededRandom = {
  next(): number
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  shuffle<Item>(items: readonly Item[]): Item[]
  fork(label: string): SeededRandom
}

/** Chance from a seed: the same seed gives the same draws, on every machine (xoroshiro128+ from a SHA-256 of the seed). */
export function createRandom(seed: string): SeededRandom {
  const digest = createHash('sha256').update(seed).digest()
  const words = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset))
  const generator = xoroshiro128plusFromState(words)
  const random: SeededRandom = {
    next: () => uniformFloat64(generator),
    int(min, max) {
      assert(
        Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max,
        `random.int(${min}, ${max}) needs two integers, the smaller first`,
      )
      return uniformInt(generator, min, max)
    },
    chance: (probability) => uniformFloat64(generator) < probability,
    pick(items) {
      assert(items.length > 0, 'random.pick needs at least one item')
      return items[uniformInt(generator, 0, items.length - 1)] as (typeof items)[number]
    },
    shuffle(items) {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = uniformInt(generator, 0, last)
        const item = shuffled[last] as (typeof items)[number]
        shuffled[last] = shuffled[other] as (typeof items)[number]
        shuffled[other] = item
      }
      return shuffled
    },
    fork: (label) => createRandom(`${seed}\u0000fork\u0000${label}`),
  }
  return random
}

/**
 * Ids of one tick: 96 bits of a hash of seed, tick, kind and count, so that an id tells nothing about what else exists,
 * and a tick run again makes the same ones.
 */
export function createIdSource(seed: string, tick: number): (kind: string) => string {
  let count = 0
  return (kind) => {
    count += 1
    const hash = createHash('sha256').update(`${seed}\u0000id\u0000${tick}\u0000${count}\u0000${kind}`)
    return hash.digest('base64url').slice(0, 16)
  }
}
