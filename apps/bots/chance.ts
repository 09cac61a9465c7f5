/** Chance from a seed: the same seed makes the same choices, as far as the world answers the same. */
export type Chance = {
  /** At least 0, less than 1. */
  next(): number
  /** Whether something of this probability happens. */
  happens(probability: number): boolean
}

/** Mulberry32: 32 bits of state are plenty for whims. Captains of one seed differ by their number. */
export function createChance(seed: number, captain: number): Chance {
  let state = Math.imul(seed ^ Math.imul(captain + 1, 0x9e3779b1), 0x85ebca6b) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, happens: (probability) => next() < probability }
}
