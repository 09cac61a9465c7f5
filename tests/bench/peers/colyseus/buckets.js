/** Who is near, without looking at everybody: the grid in square buckets. */
export class Buckets {
  #cell
  #across
  #sets

  constructor({ side, cell }) {
    this.#cell = cell
    this.#across = Math.ceil(side / cell)
    this.#sets = Array.from({ length: this.#across ** 2 }, () => new Set())
  }

  add(being) {
    this.#setOf(being.x, being.y).add(being)
  }

  remove(being) {
    this.#setOf(being.x, being.y).delete(being)
  }

  move(being, x, y) {
    const [before, after] = [this.#setOf(being.x, being.y), this.#setOf(x, y)]
    being.x = x
    being.y = y
    if (before === after) return
    before.delete(being)
    after.add(being)
  }

  /** Everybody within a square about somebody, themselves too. */
  within({ x, y }, radius) {
    const found = []
    const [left, right] = [this.#indexOf(x - radius), this.#indexOf(x + radius)]
    const [top, bottom] = [this.#indexOf(y - radius), this.#indexOf(y + radius)]
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++)
        for (const being of this.#sets[row * this.#across + column])
          if (Math.abs(being.x - x) <= radius && Math.abs(being.y - y) <= radius) found.push(being)
    return found
  }

  #setOf(x, y) {
    return this.#sets[this.#indexOf(y) * this.#across + this.#indexOf(x)]
  }

  #indexOf(coordinate) {
    return Math.max(0, Math.min(this.#across - 1, Math.floor(coordinate / this.#cell)))
  }
}
