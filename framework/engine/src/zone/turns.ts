/** What runs on a zone alone, one after the other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()
  #count = 0

  /** How many are not done. */
  get count(): number {
    return this.#count
  }

  take<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#count += 1
    const result = this.#last.then(work).finally(() => {
      this.#count -= 1
    })
    this.#last = result.catch(() => undefined)
    return result
  }
}

/** Runs after all that was asked before it on this zone, and before all that is asked after it. */
export function exclusive<Value>({ turns }: { readonly turns: Turns }, work: () => Promise<Value>): Promise<Value> {
  return turns.take(work)
}
