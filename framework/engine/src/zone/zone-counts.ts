import type { StoredStatus } from '../ports/storage/stored-zone.ts'

/** How many stored zones there are, by status: counted once at start, and kept up to date from then on. */
export class ZoneCounts {
  readonly #counts: Record<StoredStatus, number> = { open: 0, paused: 0, finished: 0 }

  get byStatus(): Readonly<Record<StoredStatus, number>> {
    return { ...this.#counts }
  }

  get total(): number {
    return this.#counts.open + this.#counts.paused + this.#counts.finished
  }

  set(counts: Readonly<Record<StoredStatus, number>>): void {
    Object.assign(this.#counts, counts)
  }

  /** A zone came, went, or changed its status. */
  move(change: { readonly from?: StoredStatus; readonly to?: StoredStatus }): void {
    if (change.from !== undefined) this.#counts[change.from] -= 1
    if (change.to !== undefined) this.#counts[change.to] += 1
  }
}
