import type { Limits } from '../ports/limits.ts'
import type { Pending, StepKind } from '../ports/schedule.ts'
import type { Zone } from '../zone/zone.ts'

/** Whether a loaded zone has a reason to step (ACT-1), as its schedule says. */
export function isActive(zone: Zone, now: number): boolean {
  return zone.life.status === 'open' && zone.schedule.isActive(pendingOf(zone, now))
}

/** How a zone that is active steps in the unit of time that begins now. Undefined: not now. */
export function stepKind(zone: Zone, now: number): StepKind | undefined {
  return zone.schedule.stepKind(now, pendingOf(zone, now))
}

function pendingOf(zone: Zone, now: number): Pending {
  const { watching, queue, life, clockwork } = zone
  return {
    isWatched: watching.subscriptions.size > 0,
    intents: queue.intentCount,
    otherInputs: queue.size - queue.intentCount,
    isWakeDue: isDue(zone, now),
    hasFailed: life.failures > 0,
    lastBeatAt: clockwork.lastBeatAt,
  }
}

/** Whether its wake time has come. */
export function isDue({ life: { status }, committed: { wakeAt } }: Zone, now: number): boolean {
  return status === 'open' && wakeAt !== null && wakeAt <= now
}

/** Whether a loaded zone may be forgotten: for a while there was no reason to keep it. Tells of now, and remembers. */
export function mayUnload(zone: Zone, times: { now: number; monotonic: number }, limits: Limits): boolean {
  const isNeeded =
    isDue(zone, times.now) ||
    zone.watching.subscriptions.size > 0 ||
    zone.queue.size > 0 ||
    zone.turns.count > 0 ||
    zone.doubts.commit !== undefined ||
    zone.doubts.status === true ||
    zone.watching.presenceDueAt !== undefined
  const since = isNeeded ? undefined : (zone.idleSince ?? times.monotonic)
  noteIdle(zone, since)
  return since !== undefined && times.monotonic - since >= limits.idleLingerMs
}

function noteIdle(zone: { idleSince: number | undefined }, since: number | undefined): void {
  zone.idleSince = since
}
