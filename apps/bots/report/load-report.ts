import type { OwnLoad } from '../server/watch-process.ts'
import type { ServerLoad } from '../server/watch-server.ts'
import type { Counts } from './counts.ts'
import type { Histogram } from './histogram.ts'
import type { Tally } from './tally.ts'

export type Times = { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number }

/** What a crowd measured, as programs read it. Times in ms, bytes of text frames as they came. */
export type LoadReport = {
  readonly module: string
  /** What decided: the module's own bot, or random intents of its schemas. */
  readonly playedBy: 'bot' | 'random intents'
  readonly url: string
  readonly isOwnServer: boolean
  readonly players: number
  /** Connected when it ended. */
  readonly playing: number
  readonly zones: number
  readonly mode: 'delta' | 'full'
  /** Of measuring; players came before. */
  readonly seconds: number
  readonly joins: { readonly count: number; readonly ms: Times }
  readonly intents: {
    readonly settled: number
    readonly perSecond: number
    readonly applied: number
    readonly refused: { readonly [code: string]: number }
    /** From sending to result. */
    readonly ms: Times
  }
  readonly queries: { readonly count: number; readonly ms: Times }
  readonly frames: { readonly count: number; readonly perSecond: number; readonly perPlayerPerSecond: number }
  readonly bytes: { readonly perSecond: number; readonly perPlayerPerSecond: number }
  readonly events: { readonly [event: string]: number }
  readonly connections: { readonly lost: number; readonly reconnected: number }
  readonly roles: { readonly [role: string]: { players: number; applied: number; refused: number } }
  /** The process that plays. */
  readonly measuring: OwnLoad
  readonly server: ServerLoad | null
  /** Empty if all went as it should. */
  readonly failures: { readonly [what: string]: number }
}

export type ReportFacts = Pick<
  LoadReport,
  | 'module'
  | 'playedBy'
  | 'url'
  | 'isOwnServer'
  | 'players'
  | 'playing'
  | 'zones'
  | 'mode'
  | 'seconds'
  | 'measuring'
  | 'server'
>

/** The figures of a tally. Failures are filled in at the very end. */
export function reportOf(tally: Tally, facts: ReportFacts): Omit<LoadReport, 'failures'> {
  const perSecond = (count: number) => count / Math.max(0.001, facts.seconds)
  const perPlayer = (count: number) => perSecond(count) / Math.max(1, facts.players)
  const { latency, queries, joins, frames, bytes } = tally
  return {
    ...facts,
    joins: { count: joins.count, ms: timesOf(joins) },
    intents: {
      settled: latency.count,
      perSecond: perSecond(latency.count),
      applied: tally.applied,
      refused: objectOf(tally.refusals),
      ms: timesOf(latency),
    },
    queries: { count: queries.count, ms: timesOf(queries) },
    frames: { count: frames, perSecond: perSecond(frames), perPlayerPerSecond: perPlayer(frames) },
    bytes: { perSecond: perSecond(bytes), perPlayerPerSecond: perPlayer(bytes) },
    events: objectOf(tally.events),
    connections: { lost: tally.connectionsLost, reconnected: tally.reconnects },
    roles: Object.fromEntries([...tally.byRole].map(([role, score]) => [role, { ...score }])),
  }
}

export function objectOf(counts: Counts): { readonly [name: string]: number } {
  return Object.fromEntries(counts.entries())
}

function timesOf(histogram: Histogram): Times {
  const at = (share: number) => Number(histogram.quantile(share).toFixed(2))
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: Number(histogram.max.toFixed(2)) }
}
