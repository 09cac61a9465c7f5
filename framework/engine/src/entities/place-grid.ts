/** Cells of one edge of a bucket, as a power of two. */
const bucketShift = 4
const firstSide = 8
const sideMax = 256
/** Entities for each bucket, on average; with more there are more buckets. */
const perBucket = 2
/** The end of a list. */
const none = -1

/**
 * Which slots are near a place. The grid has no end: its buckets are wound up, so that each holds what stands in one
 * square of the grid and in those that lie whole rounds away. A bucket is a list linked from slot to slot, in columns of
 * numbers, so that looking around walks over little memory and a move makes no garbage.
 */
export class PlaceGrid {
  #side = firstSide
  #heads = new Int32Array(firstSide ** 2).fill(none)
  #xs = new Int32Array(0)
  #ys = new Int32Array(0)
  #next = new Int32Array(0)
  #previous = new Int32Array(0)
  #count = 0

  add(slot: number, x: number, y: number): void {
    if (slot >= this.#xs.length) this.#reserve(Math.max(16, 2 * slot))
    this.#count += 1
    if (this.#count > perBucket * this.#heads.length && this.#side < sideMax) this.#widen()
    this.#link(slot, x, y)
  }

  move(slot: number, x: number, y: number): void {
    if (this.#bucketAt(x, y) === this.#bucketOf(slot)) {
      this.#xs[slot] = x
      this.#ys[slot] = y
      return
    }
    this.#unlink(slot)
    this.#link(slot, x, y)
  }

  remove(slot: number): void {
    this.#count -= 1
    this.#unlink(slot)
  }

  /** All within a square, in no order. */
  near(x: number, y: number, radius: number): number[] {
    const found: number[] = []
    const columns = this.#bucketsAcross(x, radius)
    const rows = this.#bucketsAcross(y, radius)
    const mask = this.#side - 1
    for (let row = rows.first; row < rows.end; row++)
      for (let column = columns.first; column < columns.end; column++) {
        let slot = this.#heads[(row & mask) * this.#side + (column & mask)] as number
        while (slot !== none) {
          if (Math.abs((this.#xs[slot] as number) - x) <= radius && Math.abs((this.#ys[slot] as number) - y) <= radius)
            found.push(slot)
          slot = this.#next[slot] as number
        }
      }
    return found
  }

  /** Each bucket once, however wide it is. */
  #bucketsAcross(center: number, radius: number): { readonly first: number; readonly end: number } {
    const first = Math.floor((center - radius) / 2 ** bucketShift)
    const end = Math.floor((center + radius) / 2 ** bucketShift) + 1
    return end - first < this.#side ? { first, end } : { first: 0, end: this.#side }
  }

  #bucketAt(x: number, y: number): number {
    const mask = this.#side - 1
    return ((y >> bucketShift) & mask) * this.#side + ((x >> bucketShift) & mask)
  }

  #bucketOf(slot: number): number {
    return this.#bucketAt(this.#xs[slot] as number, this.#ys[slot] as number)
  }

  #link(slot: number, x: number, y: number): void {
    this.#xs[slot] = x
    this.#ys[slot] = y
    const bucket = this.#bucketAt(x, y)
    const head = this.#heads[bucket] as number
    this.#next[slot] = head
    this.#previous[slot] = none
    if (head !== none) this.#previous[head] = slot
    this.#heads[bucket] = slot
  }

  #unlink(slot: number): void {
    const next = this.#next[slot] as number
    const previous = this.#previous[slot] as number
    if (next !== none) this.#previous[next] = previous
    if (previous === none) this.#heads[this.#bucketOf(slot)] = next
    else this.#next[previous] = next
  }

  #widen(): void {
    const slots = [...this.#heads].flatMap((head) => this.#chain(head))
    this.#side *= 2
    this.#heads = new Int32Array(this.#side ** 2).fill(none)
    for (const slot of slots) this.#link(slot, this.#xs[slot] as number, this.#ys[slot] as number)
  }

  #chain(head: number): number[] {
    const slots: number[] = []
    for (let slot = head; slot !== none; slot = this.#next[slot] as number) slots.push(slot)
    return slots
  }

  #reserve(capacity: number): void {
    const larger = (column: Int32Array<ArrayBuffer>) => {
      const copy = new Int32Array(capacity)
      copy.set(column)
      return copy
    }
    this.#xs = larger(this.#xs)
    this.#ys = larger(this.#ys)
    this.#next = larger(this.#next)
    this.#previous = larger(this.#previous)
  }
}
