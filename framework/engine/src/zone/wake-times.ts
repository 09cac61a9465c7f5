/**
 * When the next stored zone wants to run, as one number, so that a beat without due zones asks the storage nothing. The
 * times themselves are stored with the zones.
 */
export class WakeTimes {
  #next: number | null = null

  /** ms since the epoch. */
  get next(): number | null {
    return this.#next
  }

  /** A zone was stored with this wake time. */
  note(wakeAt: number | null): void {
    if (wakeAt !== null && (this.#next === null || wakeAt < this.#next)) this.#next = wakeAt
  }

  /** The storage was asked for the earliest one. */
  reset(next: number | null): void {
    this.#next = next
  }
}
