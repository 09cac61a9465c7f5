/** Labels of a metric, each with all values that it can have. */
export type LabelSets = { readonly [label: string]: readonly string[] }

/** Something that a module counts, or measures. It is shown to operators only, in `/metrics`. */
export type MetricDeclaration =
  | { readonly kind: 'counter'; readonly help: string; readonly labels?: LabelSets }
  | {
      readonly kind: 'histogram'
      readonly help: string
      readonly labels?: LabelSets
      /** Upper bounds, ascending, in the unit of the values. Default: 0.001 to 60, for seconds. */
      readonly buckets?: readonly number[]
    }

/** name → what it means. */
export type MetricDeclarations = { readonly [name: string]: MetricDeclaration }

/** A value of a metric. */
export type Measured = {
  readonly name: string
  readonly labels: { readonly [label: string]: string }
  readonly value: number
}

/** Keeps the names and labels of metrics that stand outside of `defineModule` for the compiler. */
export function defineMetrics<const Metrics extends MetricDeclarations>(metrics: Metrics): Metrics {
  return metrics
}

type LabelsOf<Declared> = Declared extends { readonly labels: infer Sets }
  ? { readonly [Label in keyof Sets]: Sets[Label] extends readonly (infer Value)[] ? Value : never }
  : { readonly [label: string]: never }

type OfKind<Metrics, Kind> = {
  [Name in keyof Metrics & string]: Metrics[Name] extends { readonly kind: infer Known }
    ? Kind extends Known
      ? Name
      : never
    : never
}[keyof Metrics & string]

/** What `count` takes: name, labels, and how many more (1). A metric without labels may leave them out. */
export type CountOf<Metrics> = {
  [Name in OfKind<Metrics, 'counter'>]: Metrics[Name] extends { readonly labels: LabelSets }
    ? [name: Name, labels: LabelsOf<Metrics[Name]>, more?: number]
    : [name: Name, labels?: LabelsOf<Metrics[Name]>, more?: number]
}[OfKind<Metrics, 'counter'>]

/** What `observe` takes: name, labels, which may be `{}`, and the value. */
export type ObservationOf<Metrics> = {
  [Name in OfKind<Metrics, 'histogram'>]: [name: Name, labels: LabelsOf<Metrics[Name]>, value: number]
}[OfKind<Metrics, 'histogram'>]

/** More is no figure of a game, and sums of it would have no end. */
const valueMax = Number.MAX_SAFE_INTEGER

type Measuring = {
  readonly kind: MetricDeclaration['kind']
  readonly name: string
  readonly labels?: { readonly [label: string]: string }
  readonly value: number
}

/** A value of a metric, if the module declares such a metric. Throws a TypeError that says what is wrong. */
export function measure(metrics: MetricDeclarations, { kind, name, labels = {}, value }: Measuring): Measured {
  const call = `${kind === 'counter' ? 'count' : 'observe'}(${JSON.stringify(name)})`
  const declared = typeof name === 'string' && Object.hasOwn(metrics, name) ? metrics[name] : undefined
  if (declared?.kind !== kind) {
    const known = Object.keys(metrics).filter((each) => metrics[each]?.kind === kind)
    throw new TypeError(`${call}: the module declares no ${kind} of that name; it has ${known.join(', ') || 'none'}`)
  }
  const sets = declared.labels ?? {}
  const given: Record<string, string> = {}
  for (const [label, values] of Object.entries(sets)) {
    const is = labels[label]
    if (is === undefined || !values.includes(is))
      throw new TypeError(`${call}: the label ${label} is ${JSON.stringify(is)}; it can be ${values.join(', ')}`)
    given[label] = is
  }
  const unknown = Object.keys(labels).find((label) => !Object.hasOwn(sets, label))
  if (unknown !== undefined) throw new TypeError(`${call}: there is no label ${unknown}`)
  if (!(Number.isFinite(value) && value >= 0))
    throw new TypeError(`${call}: ${String(value)} is not a number of at least 0`)
  if (value > valueMax) throw new TypeError(`${call}: ${value} is more than ${valueMax}, the most that is taken`)
  return { name, labels: given, value }
}
