/** A variation that was no longer compared from a tick on. */
export type LeftOut = {
  readonly variation: string
  readonly tick: number
  /** `view`: the viewer saw other entities. `knowledge`: the check says (`mayKnow`, `alsoKnows`) that the viewer may know it. */
  readonly because: 'view' | 'knowledge'
  /** What was other first. */
  readonly difference: string
}

/** What a leak check varied, and what it could not compare. */
export type LeakReport = {
  readonly viewer: string
  readonly ticks: number
  readonly intents: {
    /** Variations that there could have been, those that were run, and those of them that were compared at all. */
    readonly possible: number
    readonly run: number
    readonly compared: number
    /** Ticks, over all variations, in which the viewer got the same as in the game as it was played. */
    readonly ticksCompared: number
    readonly leftOut: readonly LeftOut[]
  }
  /** Stored entities, states and extras that were varied, over all ticks. */
  readonly stored: number
  /** The same in words, for people. */
  readonly text: string
}

/** Of those left out, this many are named in the text. */
const namedMax = 5

export function makeReport(facts: Omit<LeakReport, 'text'>): LeakReport {
  return { ...facts, text: textOf(facts) }
}

function textOf({ viewer, ticks, intents, stored }: Omit<LeakReport, 'text'>): string {
  const { possible, run, compared, ticksCompared, leftOut } = intents
  return [
    `What ${viewer} gets in ${ticks} ticks:`,
    `  ${run} variations of others' intents were run (of ${possible} possible ones); ${compared} of them were compared, over ${ticksCompared} ticks.`,
    `  ${stored} stored values were varied.`,
    ...(leftOut.length === 0 ? [] : [`  Left out, from a tick on: ${leftOut.length}.`]),
    ...leftOut.slice(0, namedMax).map((one) => `    ${describeLeftOut(viewer, one)}`),
    ...(leftOut.length > namedMax ? [`    and ${leftOut.length - namedMax} more`] : []),
  ].join('\n')
}

export function describeLeftOut(viewer: string, { variation, tick, because, difference }: LeftOut): string {
  const why = because === 'view' ? `${viewer} sees something else` : `${viewer} may know of it`
  return `${variation}: at tick ${tick} ${why} (${difference})`
}
