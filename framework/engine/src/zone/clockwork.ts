import type { Clock } from '../ports/clock.ts'
import type { StoredZone } from '../ports/storage/stored-zone.ts'
import { type BeatNumbering, beatNumber } from './beat.ts'
import type { StepTime } from './step-plan.ts'

/** What numbers and times the steps of a zone. */
export type Clockwork = {
  readonly tickUnitMs: number
  /** What numbers its beats. It grows with steps by hand; the next commit stores it. */
  readonly tickOffset: number
  /** The beat of the last step that was run, also of one without effect. */
  readonly tick: number
  /** When that ran: wall time, and on the monotonic clock (undefined: not since it was loaded). */
  readonly lastRunAt: number
  readonly lastRunMonotonic: number | undefined
  /** When the last beat was in which it stepped, or tried to: ms since the epoch. */
  readonly lastBeatAt: number
}

type Timed = { clockwork: Clockwork }

export function clockworkOf({ tickUnitMs, tickOffset, tick, at }: StoredZone): Clockwork {
  return { tickUnitMs, tickOffset, tick, lastRunAt: at, lastRunMonotonic: undefined, lastBeatAt: at }
}

/** What is stored is another tick than the one in memory: no number comes twice. */
export function setTo(
  clockwork: Clockwork,
  { tick, tickOffset }: BeatNumbering & { readonly tick: number },
): Clockwork {
  return { ...clockwork, tick: Math.max(clockwork.tick, tick), tickOffset }
}

/**
 * The time of the next step: the number of its beat, what the clock shows, and what passed on the monotonic clock since
 * the last. A step that comes late has the number of the beat it was due in; no number comes twice.
 */
export function nextTime(
  clock: Pick<Clock, 'now' | 'monotonic'>,
  { clockwork, committed }: { readonly clockwork: Clockwork; readonly committed: { readonly at: number } },
  dueAt?: number,
): StepTime {
  const { tick, lastRunAt, lastRunMonotonic } = clockwork
  const now = Math.max(Math.floor(clock.now()), committed.at)
  const elapsedMs = lastRunMonotonic === undefined ? now - lastRunAt : Math.round(clock.monotonic() - lastRunMonotonic)
  const next = Math.max(beatNumber(clockwork, dueAt ?? now), tick + 1)
  return Object.freeze({ tick: next, now, elapsedMs: Math.max(0, elapsedMs) })
}

/** A step was run. `monotonic`: when. */
export function noteRun(zone: Timed, { tick, now }: StepTime, monotonic: number): void {
  zone.clockwork = { ...zone.clockwork, tick, lastRunAt: now, lastRunMonotonic: monotonic }
}

/** The zone is stepped in the beat that has begun. */
export function noteBeat(zone: Timed, now: number): void {
  zone.clockwork = { ...zone.clockwork, lastBeatAt: now }
}

/** From now on its beats have other numbers. */
export function numberFrom(zone: Timed, tickOffset: number): void {
  zone.clockwork = { ...zone.clockwork, tickOffset }
}
