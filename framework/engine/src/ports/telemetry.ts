import type { Measured, MetricDeclarations } from 'gridtick'

/**
 * What the engine and the gateway report about themselves, handed in. Times are in ms. There is no label by zone or
 * player: their number has no bound.
 */
export type Telemetry = {
  step(report: StepReport): void
  stepFailed(module: string, kind: 'module' | 'storage' | 'conflict'): void
  ticksMissed(count: number): void
  lag(module: string, ms: number): void
  intent(module: string, result: 'applied' | 'refused' | 'failed'): void
  viewFailed(module: string): void
  /** An error of a module that nobody caught, or a promise of it that was rejected. */
  strayError(module: string): void
  /** What a module will count: before all else, and again where zones begin again. Plain data. */
  metricsDeclared(module: string, metrics: MetricDeclarations): void
  /** What a tick of a module counted, that is stored. Plain data. */
  measured(module: string, values: readonly Measured[]): void
  frame(bytes: number): void
  frameSkipped(): void
  closed(code: number): void
}

/** Where the time of one step went, and how much it changed. */
export type StepReport = {
  readonly module: string
  readonly onTickMs: number
  readonly commitMs: number
  readonly viewMs: number
  readonly encodeSendMs: number
  readonly totalMs: number
  /** Created, changed or deleted by it. */
  readonly entitiesChanged: number
}

export const noTelemetry: Telemetry = {
  step() {},
  stepFailed() {},
  ticksMissed() {},
  lag() {},
  intent() {},
  viewFailed() {},
  strayError() {},
  metricsDeclared() {},
  measured() {},
  frame() {},
  frameSkipped() {},
  closed() {},
}

/** Hands each report on to two. */
export function reportToBoth(one: Telemetry, other: Telemetry): Telemetry {
  const names = Object.keys(one) as (keyof Telemetry)[]
  const call =
    (name: keyof Telemetry) =>
    (...values: unknown[]) => {
      ;(one[name] as (...values: unknown[]) => void)(...values)
      ;(other[name] as (...values: unknown[]) => void)(...values)
    }
  return Object.fromEntries(names.map((name) => [name, call(name)])) as Telemetry
}
