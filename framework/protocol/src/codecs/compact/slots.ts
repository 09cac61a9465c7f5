/**
 * Numbers for the entities that a connection is shown: small, as those of entities that went are given again, the latest
 * first. So a number says nothing but how many were seen at once.
 */
export class Slots {
  readonly #byId = new Map<string, number>()
  readonly #free: number[] = []
  #count = 0

  of(id: string): number | undefined {
    return this.#byId.get(id)
  }

  /** The number of an entity that has one, or its new one. */
  give(id: string): number {
    const known = this.#byId.get(id)
    if (known !== undefined) return known
    const slot = this.#free.pop() ?? this.#count++
    this.#byId.set(id, slot)
    return slot
  }

  /** The number that it had. */
  take(id: string): number | undefined {
    const slot = this.#byId.get(id)
    if (slot === undefined) return undefined
    this.#byId.delete(id)
    this.#free.push(slot)
    return slot
  }

  clear(): void {
    this.#byId.clear()
    this.#free.length = 0
    this.#count = 0
  }
}
