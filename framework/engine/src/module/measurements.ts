import type { Measured, MetricDeclarations } from 'gridtick'
import { measure } from 'gridtick/internal'
import type { Limits } from '../ports/limits.ts'

/** What a module counts and observes in one run of a tick. It is only taken over if that run is the one that counts. */
export class Measurements {
  readonly #metrics: MetricDeclarations
  readonly #valuesMax: number
  readonly #counts = new Map<string, Measured>()
  readonly #observed: Measured[] = []

  constructor(metrics: MetricDeclarations, { metricValuesPerTickMax }: Pick<Limits, 'metricValuesPerTickMax'>) {
    this.#metrics = metrics
    this.#valuesMax = metricValuesPerTickMax
  }

  readonly count = (name: string, labels?: Measured['labels'], value = 1): void => {
    const measured = measure(this.#metrics, { kind: 'counter', name, ...(labels && { labels }), value })
    const key = JSON.stringify([name, ...Object.values(measured.labels)])
    const before = this.#counts.get(key)
    this.#counts.set(key, { ...measured, value: measured.value + (before?.value ?? 0) })
  }

  readonly observe = (name: string, labels: Measured['labels'] | undefined, value: number): void => {
    if (this.#observed.length >= this.#valuesMax)
      throw new TypeError(
        `observe(${JSON.stringify(name)}): at most ${this.#valuesMax} values a tick (metricValuesPerTickMax) are taken`,
      )
    this.#observed.push(measure(this.#metrics, { kind: 'histogram', name, ...(labels && { labels }), value }))
  }

  /** Counts of one series are one value. */
  all(): readonly Measured[] {
    return [...this.#counts.values(), ...this.#observed]
  }
}
