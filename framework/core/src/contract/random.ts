/**
 * Chance for a module, from a seed: the same seed gives the same numbers on every machine.
 */
export type Random = {
  /** A number from 0 (included) to 1 (not included). */
  next(): number
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number
  /** True with this probability (0 to 1). */
  chance(probability: number): boolean
  /** One of the items. Throws on an empty list. */
  pick<Item>(items: readonly Item[]): Item
  /** A new list with the items in random order. */
  shuffle<Item>(items: readonly Item[]): Item[]
  /**
   * Chance of its own for one purpose: draws from it do not shift the draws of anything else. Use it where what a
   * player sees must not depend on how often something hidden rolled the dice.
   */
  fork(label: string): Random
}
