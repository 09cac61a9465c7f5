/** What of all connections may wait to be written together; more is written at once. */
const heldLengthMax = 1_048_576

/** Someone with messages that wait to be written. */
export type Writer = { write(): void }

/**
 * Keeps back what is sent, so that all of it to one connection is one write: each costs the system about as much as
 * making the message.
 */
export class HeldWrites {
  readonly #waiting = new Set<Writer>()
  #length = 0
  #holders = 0
  #isPlanned = false

  /**
   * From now on what is sent waits until the answer is called: then it is written, or at the end of this turn of the event
   * loop where others hold it, too.
   */
  hold(): () => void {
    this.#holders += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#holders -= 1
      if (this.#holders === 0) this.#write()
      else this.#writeSoon()
    }
  }

  /** A message was sent, of this length. False: nobody holds it, and it is to be written now. */
  add(writer: Writer, length: number): boolean {
    if (this.#holders === 0) return false
    this.#waiting.add(writer)
    this.#length += length
    if (this.#length > heldLengthMax) this.#write()
    return true
  }

  #writeSoon(): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    setImmediate(() => {
      this.#isPlanned = false
      this.#write()
    })
  }

  #write(): void {
    const writers = [...this.#waiting]
    this.#waiting.clear()
    this.#length = 0
    for (const writer of writers) writer.write()
  }
}
