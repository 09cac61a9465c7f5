import type { IntentResult } from '@gridtick/client'
import { type Counts, createCounts } from './counts.ts'
import { createHistogram, type Histogram } from './histogram.ts'

export type RoleScore = { players: number; applied: number; refused: number }

/** What happened to all players together. */
export type Tally = {
  readonly byRole: ReadonlyMap<string, Readonly<RoleScore>>
  /** From an intent's sending to its result. */
  readonly latency: Histogram
  readonly applied: number
  /** By code. */
  readonly refusals: Counts
  /** From a query's sending to its answer, whatever that is. */
  readonly queries: Histogram
  /** From the first attempt to connect to the first view. */
  readonly joins: Histogram
  /** By name, each as often as a player heard it. */
  readonly events: Counts
  readonly frames: number
  readonly bytes: number
  readonly connectionsLost: number
  readonly reconnects: number
  /** What should not have happened, in words. */
  readonly failures: Counts
  joined(role: string, ms: number): void
  settled(role: string, result: IntentResult, ms: number): void
  answered(ms: number): void
  heard(event: string): void
  message(message: { readonly bytes: number; readonly isFrame: boolean }): void
  lostConnection(): void
  reconnected(): void
  failed(what: string, times?: number): void
  /** Begins again, but for who plays, what was lost and what failed. */
  restart(): void
}

/** Refusals that are the server's fault, not the player's. */
const faults: ReadonlySet<string> = new Set([
  'internal',
  'intent_failed',
  'query_failed',
  'join_failed',
  'storage_unavailable',
  'overloaded',
])

/** It went out, and whether it was carried out nobody can say any more: the client settles it so. */
const lost = 'seq_too_old'

/** A tally of nothing so far. */
export function createTally(): Tally {
  const byRole = new Map<string, RoleScore>()
  const [refusals, events, failures] = [createCounts(), createCounts(), createCounts()]
  const [latency, queries, joins] = [createHistogram(), createHistogram(), createHistogram()]

  const scoreOf = (role: string): RoleScore => {
    const score = byRole.get(role) ?? { players: 0, applied: 0, refused: 0 }
    byRole.set(role, score)
    return score
  }

  const tally: Writable<Tally> = {
    ...{ byRole, latency, refusals, queries, joins, events, failures },
    ...{ applied: 0, frames: 0, bytes: 0, connectionsLost: 0, reconnects: 0 },
    joined(role, ms) {
      scoreOf(role).players += 1
      joins.record(ms)
    },
    settled(role, result, ms) {
      latency.record(ms)
      if (result.outcome === 'applied') {
        tally.applied += 1
        scoreOf(role).applied += 1
        return
      }
      scoreOf(role).refused += 1
      refusals.add(result.code)
      if (result.code === lost) failures.add('intents whose result was lost')
      if (faults.has(result.code)) failures.add(`intents refused with ${result.code}`)
    },
    answered: (ms) => queries.record(ms),
    heard: (event) => events.add(event),
    message({ bytes, isFrame }) {
      tally.bytes += bytes
      if (isFrame) tally.frames += 1
    },
    lostConnection() {
      tally.connectionsLost += 1
    },
    reconnected() {
      tally.reconnects += 1
    },
    failed: (what, times) => failures.add(what, times),
    restart() {
      for (const counted of [refusals, events, latency, queries]) counted.clear()
      for (const score of byRole.values()) Object.assign(score, { applied: 0, refused: 0 })
      Object.assign(tally, { applied: 0, frames: 0, bytes: 0 })
    },
  }
  return tally
}

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] }
