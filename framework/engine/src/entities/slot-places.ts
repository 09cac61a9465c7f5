/**
 * Where a list has what stands in a slot, found without hashing. It knows one list at a time. Each place is a number that
 * was never used before, so nothing has to be cleared between two lists.
 */
export class SlotPlaces {
  #places = new Float64Array(0)
  #next = 1

  /** There may be so many slots from now on. */
  reserve(slots: number): void {
    const places = new Float64Array(slots)
    places.set(this.#places)
    this.#places = places
  }

  /** Forgets the list before. Answers where the places of one of this length begin. */
  begin(length: number): number {
    const first = this.#next
    this.#next += length
    return first
  }

  put(slot: number, place: number): void {
    this.#places[slot] = place
  }

  /** Where it stands in the list whose places begin there; negative: nowhere. */
  indexOf(slot: number, first: number): number {
    return (this.#places[slot] as number) - first
  }
}
