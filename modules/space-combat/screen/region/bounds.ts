/** What the page of a region keeps and draws at the most. When one is full, the oldest or the last is left out. */
export const bounds = {
  /** Lines of what happened: an evening of play. The oldest is dropped. */
  happeningsMax: 200,
  /** Messages that are shown: as many as a region keeps for one captain, to all and direct. The oldest is dropped. */
  messagesMax: 250,
  /** Rounds told of a fight. The oldest is dropped. */
  roundsMax: 50,
  /** Captains whom one can write to by name: those met last. Who was met first is forgotten. */
  captainsMax: 100,
  /** Others' ships and containers that are listed in a sector; how many more there are is said. */
  listedMax: 30,
}

/** The list with one more at its end, and not more than so many. */
export function withNewest<Item>(list: readonly Item[], item: Item, most: number): readonly Item[] {
  return [...list, item].slice(-most)
}
