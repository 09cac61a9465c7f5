import { isObject } from '../kernel/json-value.ts'
import { suggestName } from '../kernel/suggest.ts'

/** How many metrics a module has at most, and how many series one of them: every combination of its labels is one. */
const metricsMax = 64
const seriesMax = 256
const bucketsMax = 32

/** What is wrong with the metrics that a module declares, in words for its author; undefined: nothing. */
export function findMetricFlaw(metrics: unknown): string | undefined {
  if (metrics === undefined) return undefined
  if (!isObject(metrics)) return '`metrics` must be an object: name → { kind, help, labels? }.'
  const entries = Object.entries(metrics)
  if (entries.length > metricsMax)
    return `\`metrics\` has ${entries.length} entries; at most ${metricsMax} are allowed.`
  for (const [name, metric] of entries) {
    const flaw = findFlaw(name, metric)
    if (flaw !== undefined) return `\`metrics.${name}\` ${flaw}`
  }
  return undefined
}

function findFlaw(name: string, metric: unknown): string | undefined {
  if (!/^[a-z](_?[a-z0-9])*$/.test(name) || name.length > 64)
    return 'is not a name for a metric: a-z, 0-9 and single _, beginning with a letter, up to 64.'
  if (/_(total|bucket|count|sum)$/.test(name)) return 'ends with a word that is put there by itself: leave it out.'
  if (!isObject(metric)) return 'must be { kind, help, labels? }.'
  const { kind, help, labels = {}, buckets, ...others } = metric
  const [unknown] = Object.keys(others)
  if (unknown !== undefined)
    return `has ${unknown}, which is unknown; it has \`kind\`, \`help\`, \`labels\`, \`buckets\`.${suggestName(unknown, ['kind', 'help', 'labels', 'buckets'])}`
  if (kind !== 'counter' && kind !== 'histogram') return "must be of the kind 'counter' or 'histogram'."
  if (typeof help !== 'string' || help === '' || help.length > 300)
    return 'must say in `help` what it means, in 1 to 300 characters.'
  if (buckets !== undefined && (kind === 'counter' || !areBuckets(buckets)))
    return `has bad \`buckets\`: 1 to ${bucketsMax} ascending numbers, of a histogram alone.`
  return findLabelFlaw(labels)
}

function areBuckets(buckets: unknown): boolean {
  return (
    Array.isArray(buckets) &&
    buckets.length > 0 &&
    buckets.length <= bucketsMax &&
    buckets.every((bound, index) => Number.isFinite(bound) && (index === 0 || bound > buckets[index - 1]))
  )
}

function findLabelFlaw(labels: unknown): string | undefined {
  if (!isObject(labels)) return 'must have labels as an object: label → list of its values.'
  let series = 1
  for (const [label, values] of Object.entries(labels)) {
    if (!/^[a-z](_?[a-z0-9])*$/.test(label) || label.length > 64 || ['le', 'quantile'].includes(label))
      return `has a label ${JSON.stringify(label.slice(0, 80))}, which is not a name for one.`
    if (!Array.isArray(values) || values.length === 0 || new Set(values).size < values.length || !values.every(isValue))
      return `must list all values of the label ${label}, each once, as texts of 1 to 64 characters.`
    series *= values.length
  }
  return series > seriesMax ? `has ${series} combinations of labels; at most ${seriesMax} are allowed.` : undefined
}

function isValue(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 64
}
