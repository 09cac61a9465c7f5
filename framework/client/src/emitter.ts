/** Listeners by the name of what they listen to. Bounded by the program that adds them. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(event: never) => void>>()

  /** Returns how to stop. The same listener may be added twice, and each is stopped by its own. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const own = (event: Events[Name]) => listener(event)
    const others = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, others.add(own))
    return () => others.delete(own)
  }

  /** Tells all who listened when it began. One that throws is reported, and the others are told all the same. */
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])] as ((event: Events[Name]) => void)[]) {
      try {
        listener(event)
      } catch (error) {
        console.error(`gridtick: a listener of "${String(name)}" failed`, error)
      }
    }
  }
}
