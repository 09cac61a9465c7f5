import { kindsMax } from './format.ts'

/** Kinds by number, in the order in which they were first seen. Those beyond `kindsMax` are not remembered. */
export class KindNumbers {
  readonly #byName = new Map<string, number>()

  /** A number that is not known yet is followed by the name. */
  of(kind: string): { readonly number: number; readonly isNew: boolean } {
    const known = this.#byName.get(kind)
    if (known !== undefined) return { number: known, isNew: false }
    const number = this.#byName.size
    if (number < kindsMax) this.#byName.set(kind, number)
    return { number, isNew: true }
  }

  clear(): void {
    this.#byName.clear()
  }
}
