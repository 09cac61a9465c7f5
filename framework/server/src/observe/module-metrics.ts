import type { Measured, MetricDeclaration, MetricDeclarations } from 'gridtick'
import { Counter, Histogram, type Registry } from 'prom-client'

const defaultBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 15, 30, 60]

type ModuleMetrics = {
  /** What a module will count; a second time it changes nothing. */
  declare(module: string, metrics: MetricDeclarations): void
  /** What a tick of it counted. What it did not declare is passed over. */
  add(module: string, measured: readonly Measured[]): void
}

/**
 * The metrics of modules. `rounds` of space-combat is `game_space_combat__rounds_total`: names of modules have no `_` and
 * those of metrics no `__`, so no two are the same. Every series of a counter stands there from the start, with 0.
 */
export function createModuleMetrics(registry: Registry): ModuleMetrics {
  const byName = new Map<string, Counter | Histogram>()
  return {
    declare(module, metrics) {
      for (const [name, metric] of Object.entries(metrics)) {
        const key = prefixed(module, name)
        if (!byName.has(key)) byName.set(key, create(key, metric, registry))
      }
    },
    add(module, measured) {
      for (const { name, labels, value } of measured) {
        const metric = byName.get(prefixed(module, name))
        if (metric instanceof Counter) metric.inc({ ...labels }, value)
        else metric?.observe({ ...labels }, value)
      }
    },
  }
}

function prefixed(module: string, name: string): string {
  return `game_${module.replaceAll('-', '_')}__${name}`
}

function create(name: string, metric: MetricDeclaration, registry: Registry): Counter | Histogram {
  const { help, labels = {} } = metric
  const common = { help, labelNames: Object.keys(labels), registers: [registry] }
  if (metric.kind === 'histogram')
    return new Histogram({ ...common, name, buckets: [...(metric.buckets ?? defaultBuckets)] })
  const counter = new Counter({ ...common, name: `${name}_total` })
  for (const series of seriesOf(Object.entries(labels))) counter.inc(series, 0)
  return counter
}

/** Every combination of the labels' values. */
function seriesOf(sets: readonly (readonly [label: string, values: readonly string[]])[]): Record<string, string>[] {
  return sets.reduce<Record<string, string>[]>(
    (series, [label, values]) => series.flatMap((labels) => values.map((value) => ({ ...labels, [label]: value }))),
    [{}],
  )
}
