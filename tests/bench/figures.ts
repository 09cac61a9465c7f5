import { monitorEventLoopDelay } from 'node:perf_hooks'
import { noTelemetry, type StepReport, type Telemetry } from '../../framework/engine/src/ports/telemetry.ts'

/** Steps kept of one stretch; of those beyond it only the number is. */
const stepsMax = 200_000

/** Precision of the watch on the event loop. What it reports is later by this much than the delay itself. */
const loopResolutionMs = 10

export type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number }

/** What a server did between two looks. Times in ms. */
export type Figures = {
  readonly ticks: number
  readonly onTick: Percentiles
  readonly commit: Percentiles
  readonly view: Percentiles
  readonly encodeSend: Percentiles
  readonly total: Percentiles
  readonly frames: number
  readonly bytes: number
  readonly elapsedMs: number
  readonly cpuMs: number
  readonly loopDelayP99Ms: number
  readonly rssMb: number
}

export type FigureRecorder = {
  readonly telemetry: Telemetry
  /** The figures since the last call, and begins anew. */
  take(): Figures
  stop(): void
}

/** Listens to a server of this process, and to the process itself. */
export function createFigureRecorder(listeners: Partial<Telemetry> = {}): FigureRecorder {
  const loop = monitorEventLoopDelay({ resolution: loopResolutionMs })
  loop.enable()
  let since = begin()

  function begin() {
    loop.reset()
    return { steps: [] as StepReport[], ticks: 0, frames: 0, bytes: 0, at: performance.now(), cpu: process.cpuUsage() }
  }

  return {
    telemetry: {
      ...noTelemetry,
      ...listeners,
      step(report) {
        since.ticks += 1
        if (since.steps.length < stepsMax) since.steps.push(report)
        listeners.step?.(report)
      },
      frame(bytes) {
        since.frames += 1
        since.bytes += bytes
        listeners.frame?.(bytes)
      },
    },
    take() {
      const { steps, ticks, frames, bytes, at, cpu } = since
      const used = process.cpuUsage(cpu)
      const times = (name: 'onTickMs' | 'commitMs' | 'viewMs' | 'encodeSendMs' | 'totalMs') =>
        percentiles(steps.map((step) => step[name]))
      const figures: Figures = {
        ticks,
        onTick: times('onTickMs'),
        commit: times('commitMs'),
        view: times('viewMs'),
        encodeSend: times('encodeSendMs'),
        total: times('totalMs'),
        frames,
        bytes,
        elapsedMs: performance.now() - at,
        cpuMs: (used.user + used.system) / 1_000,
        loopDelayP99Ms: Math.max(0, loop.percentile(99) / 1e6 - loopResolutionMs),
        rssMb: process.memoryUsage.rss() / 2 ** 20,
      }
      since = begin()
      return figures
    },
    stop: () => loop.disable(),
  }
}

/** All 0 where there are no values. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
