import type { Percentiles } from './percentiles.ts'

/** What the process of a server used between two looks. */
export type ProcessFigures = {
  readonly elapsedMs: number
  readonly cpuMs: number
  /** How late a timer is. */
  readonly loopDelayP99Ms: number
  readonly rssMiB: number
  /** Bytes that it had written to the disk; nothing where the system does not say. */
  readonly diskBytes?: number
}

/** Where the time of its ticks went, in ms. `total` is the whole tick, whatever its parts are. */
export type TickTimes<Part extends string = string> = Readonly<Record<Part, Percentiles>> & {
  readonly total: Percentiles
}

/** All that a server did between two looks. */
export type Window<Part extends string = string> = ProcessFigures & {
  readonly ticks: number
  readonly times: TickTimes<Part>
}
