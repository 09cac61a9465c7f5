import type { BotRandom } from './define-bot.ts'

/**
 * Chance for one of many bots: the same seed and number make the same choices, as far as the world answers the same.
 * (Mulberry32: 32 bits of state are plenty for whims.)
 */
export function createBotRandom(seed: number, number: number): BotRandom {
  let state = Math.imul(seed ^ Math.imul(number + 1, 0x9e3779b1), 0x85ebca6b) >>> 0
  const float = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    float,
    int: (min, max) => min + Math.floor(float() * (max - min + 1)),
    pick(items) {
      if (items.length === 0) throw new RangeError('random.pick needs at least one item.')
      return items[Math.floor(float() * items.length)] as (typeof items)[number]
    },
  }
}
