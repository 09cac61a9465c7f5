import type { Telemetry } from '@gridtick/engine/ports'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { createModuleMetrics } from './module-metrics.ts'

/** A number, or one for each value of the gauge's label. */
type GaugeValue = number | Readonly<Record<string, number>>

export type Metrics = {
  /** Handed to whatever reports about itself. */
  readonly telemetry: Telemetry
  /** A gauge that is read when the metrics are. Each name once. `label` names what the keys of a record mean. */
  addGauge(gauge: {
    readonly name: string
    readonly help: string
    readonly label?: string
    readonly read: () => GaugeValue | Promise<GaugeValue>
  }): void
  /** All of it in the Prometheus text format, and the media type of that. */
  render(): Promise<{ readonly text: string; readonly contentType: string }>
}

const stepSeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/**
 * What `/metrics` tells. No label is a zone or a player: their number has no bound. Node's own figures (memory, garbage
 * collection, delay of the event loop) come with it.
 */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    telemetry: createTelemetry(registry),
    addGauge({ name, help, label, read }) {
      new Gauge({
        name,
        help,
        labelNames: label === undefined ? [] : [label],
        registers: [registry],
        async collect() {
          const value = await read()
          this.reset()
          if (typeof value === 'number') this.set(value)
          else if (label !== undefined)
            for (const [key, count] of Object.entries(value)) this.set({ [label]: key }, count)
        },
      })
    },
    render: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  }
}

function createTelemetry(registry: Registry): Telemetry {
  const registers = [registry]
  const histogram = (name: string, help: string) =>
    new Histogram({ name, help, labelNames: ['module'], buckets: stepSeconds, registers })
  const counter = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Counter({ name, help, labelNames: [...labelNames], registers })

  const total = histogram('gridtick_step_seconds', 'A whole step of a zone')
  const onTick = histogram('gridtick_step_on_tick_seconds', 'The module in a step')
  const commit = histogram('gridtick_step_commit_seconds', 'The transaction of a step')
  const view = histogram('gridtick_step_view_seconds', 'The views of all players of a step')
  const encode = histogram('gridtick_step_encode_seconds', 'Encoding and sending the frames of a step')
  const lag = histogram('gridtick_lag_seconds', 'How late a beat began')
  const entitiesChanged = counter('gridtick_entities_changed_total', 'Entities that committed steps changed', [
    'module',
  ])
  const ticksMissed = counter('gridtick_ticks_missed_total', 'Beats that were not made up for')
  const failures = counter('gridtick_step_failures_total', 'Failed steps', ['module', 'kind'])
  const intents = counter('gridtick_intents_total', 'Settled intents', ['module', 'result'])
  const viewFailures = counter('gridtick_view_failures_total', 'Views that could not be made', ['module'])
  const strayErrors = counter(
    'gridtick_module_stray_errors_total',
    'Errors of modules that nobody caught, and promises of theirs that were rejected',
    ['module'],
  )
  const frames = counter('gridtick_frames_total', 'Frames sent')
  const frameBytes = counter('gridtick_frame_bytes_total', 'Bytes of frames sent')
  const framesSkipped = counter('gridtick_frames_skipped_total', 'Frames not sent to readers that were too slow')
  const ofModules = createModuleMetrics(registry)
  const closes = counter('gridtick_connections_closed_total', 'Closed connections', ['code'])

  return {
    step({ module, ...report }) {
      total.observe({ module }, report.totalMs / 1_000)
      onTick.observe({ module }, report.onTickMs / 1_000)
      commit.observe({ module }, report.commitMs / 1_000)
      view.observe({ module }, report.viewMs / 1_000)
      encode.observe({ module }, report.encodeSendMs / 1_000)
      entitiesChanged.inc({ module }, report.entitiesChanged)
    },
    stepFailed: (module, kind) => failures.inc({ module, kind }),
    ticksMissed: (count) => ticksMissed.inc(count),
    lag: (module, ms) => lag.observe({ module }, ms / 1_000),
    intent: (module, result) => intents.inc({ module, result }),
    viewFailed: (module) => viewFailures.inc({ module }),
    strayError: (module) => strayErrors.inc({ module }),
    metricsDeclared: (module, metrics) => ofModules.declare(module, metrics),
    measured: (module, values) => ofModules.add(module, values),
    frame(bytes) {
      frames.inc()
      frameBytes.inc(bytes)
    },
    frameSkipped: () => framesSkipped.inc(),
    closed: (code) => closes.inc({ code: closeLabel(code) }),
  }
}

/** A client may close with any of 2,000 codes of its own choice; those share one label. */
const knownCloseCodes = new Set([1000, 1001, 1002, 1003, 1005, 1006, 1007, 1009, 1011, 1013])

function closeLabel(code: number): string {
  const isOurs = code >= 4400 && code < 4430
  return isOurs || knownCloseCodes.has(code) ? String(code) : 'other'
}
