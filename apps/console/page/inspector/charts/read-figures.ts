import type { Metrics, Sample } from './parse-metrics.ts'

/** What the server told at one time (ms since the epoch). */
export type Scrape = { readonly at: number; readonly metrics: Metrics }

/** What happened between two scrapes. Null: nothing happened that it could be told from. */
export type Figures = {
  readonly at: number
  /** A step of a zone, ms: half of them took at most this long, and 99 of 100. */
  readonly stepMedianMs: number | null
  readonly stepHighMs: number | null
  /** How late beats began, ms: 99 of 100 at most this. */
  readonly lagMedianMs: number | null
  readonly lagHighMs: number | null
  readonly framesPerSecond: number | null
  readonly bytesPerSecond: number | null
  readonly skippedPerSecond: number | null
  readonly connections: number | null
}

/** `module`: steps and lag of this module's zones alone; the rest is of the whole server. */
export function readFigures(before: Scrape, now: Scrape, module?: string): Figures {
  const seconds = (now.at - before.at) / 1_000
  const rate = (name: string) => rateOf(before.metrics, now.metrics, name, seconds)
  const time = (name: string, share: number) => {
    const found = percentile(before.metrics, now.metrics, { name, share, ...(module === undefined ? {} : { module }) })
    return found === null ? null : found * 1_000
  }
  return {
    at: now.at,
    stepMedianMs: time('gridtick_step_seconds', 0.5),
    stepHighMs: time('gridtick_step_seconds', 0.99),
    lagMedianMs: time('gridtick_lag_seconds', 0.5),
    lagHighMs: time('gridtick_lag_seconds', 0.99),
    framesPerSecond: rate('gridtick_frames_total'),
    bytesPerSecond: rate('gridtick_frame_bytes_total'),
    skippedPerSecond: rate('gridtick_frames_skipped_total'),
    connections: sum(now.metrics.get('gridtick_connections')),
  }
}

/** Of a counter, all its labels together. One that fell began anew with its server, at 0. */
export function rateOf(before: Metrics, now: Metrics, name: string, seconds: number): number | null {
  const [was, is] = [sum(before.get(name)), sum(now.get(name))]
  if (is === null || seconds <= 0) return null
  return increase(was ?? 0, is) / seconds
}

/**
 * The value that `share` of what was observed between two scrapes do not exceed, from the buckets of a histogram;
 * within a bucket it is taken to lie evenly. What lies beyond the last bound counts as that bound.
 */
export function percentile(
  before: Metrics,
  now: Metrics,
  { name, share, module }: { readonly name: string; readonly share: number; readonly module?: string },
): number | null {
  const was = bucketsOf(before, name, module)
  const buckets = [...bucketsOf(now, name, module)]
    .map(([bound, count]) => ({ bound, count: increase(was.get(bound) ?? 0, count) }))
    .sort((one, other) => one.bound - other.bound)
  const total = buckets.at(-1)?.count ?? 0
  if (total === 0) return null
  const wanted = share * total
  const index = buckets.findIndex(({ count }) => count >= wanted)
  const [lower, upper] = [buckets[index - 1] ?? { bound: 0, count: 0 }, buckets[index]]
  if (upper === undefined || !Number.isFinite(upper.bound)) return lower.bound
  const within = upper.count === lower.count ? 1 : (wanted - lower.count) / (upper.count - lower.count)
  return lower.bound + (upper.bound - lower.bound) * within
}

/** Bound → how many were at most that, all modules together or one. */
function bucketsOf(metrics: Metrics, name: string, module: string | undefined): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { labels, value } of metrics.get(`${name}_bucket`) ?? []) {
    if (module !== undefined && labels.module !== module) continue
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le)
    counts.set(bound, (counts.get(bound) ?? 0) + value)
  }
  return counts
}

function increase(was: number, is: number): number {
  return is < was ? is : is - was
}

function sum(samples: readonly Sample[] | undefined): number | null {
  return samples === undefined ? null : samples.reduce((total, { value }) => total + value, 0)
}
