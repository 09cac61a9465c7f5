/** From so many on, the general way to sort is faster. */
const insertedMax = 64

/** Sorts slots in place, in the order of ids: by numbers, as comparing ids themselves takes several times as long. */
export function sortByRank(slots: number[], ranks: Int32Array): number[] {
  if (slots.length > insertedMax) return slots.sort((slot, other) => (ranks[slot] as number) - (ranks[other] as number))
  for (let end = 1; end < slots.length; end++) {
    const slot = slots[end] as number
    const rank = ranks[slot] as number
    let place = end
    while (place > 0 && (ranks[slots[place - 1] as number] as number) > rank) {
      slots[place] = slots[place - 1] as number
      place -= 1
    }
    slots[place] = slot
  }
  return slots
}
