export type Sample = { readonly labels: Readonly<Record<string, string>>; readonly value: number }

/** The samples of each metric by its name, as `gridtick_step_seconds_bucket`. */
export type Metrics = ReadonlyMap<string, readonly Sample[]>

/** Reads the Prometheus text format. Lines that are none of it are passed over. */
export function parseMetrics(text: string): Metrics {
  const metrics = new Map<string, Sample[]>()
  for (const line of text.split('\n')) {
    const parts = sampleLine.exec(line)
    if (parts === null) continue
    const [, name = '', labels = '', number = ''] = parts
    const value = readNumber(number)
    if (value === undefined) continue
    const samples = metrics.get(name) ?? []
    samples.push({ labels: readLabels(labels), value })
    metrics.set(name, samples)
  }
  return metrics
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: -?\d+)?$/
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g

function readLabels(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(label)].map(([, name = '', value = '']) => [name, plainText(value)]))
}

function plainText(text: string): string {
  return text.replaceAll(/\\(.)/g, (_whole, letter: string) => (letter === 'n' ? '\n' : letter))
}

function readNumber(text: string): number | undefined {
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  if (text === '-Inf') return Number.NEGATIVE_INFINITY
  const value = Number(text)
  return text === '' || Number.isNaN(value) ? undefined : value
}
