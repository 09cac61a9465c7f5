import type { Limits } from '../../kernel/limits.ts'
import type { Zone } from '../zone.ts'

/** Whether a loaded zone has a reason to step: somebody watches, an input waits, or its wake time has come (ACT-1). */
export function isActive(zone: Zone, now: number): boolean {
  return zone.status === 'open' && (zone.subscriptions.size > 0 || zone.queue.size > 0 || isDue(zone, now))
}

/** Whether a zone that is active steps in the unit of time that begins now: its period is no longer, or begins as well. */
export function isBeat({ info: { everyMs }, tickUnitMs, lastPeriod }: Zone, now: number): boolean {
  return everyMs === tickUnitMs || Math.floor(now / everyMs) > lastPeriod
}

/** Whether its wake time has come. */
export function isDue({ status, committed: { wakeAt } }: Zone, now: number): boolean {
  return status === 'open' && wakeAt !== null && wakeAt <= now
}

/** Whether a loaded zone may be forgotten: for a while there was no reason to keep it. Tells of now, and remembers. */
export function mayUnload(zone: Zone, times: { now: number; monotonic: number }, limits: Limits): boolean {
  const isNeeded =
    isDue(zone, times.now) ||
    zone.subscriptions.size > 0 ||
    zone.queue.size > 0 ||
    zone.exclusiveCount > 0 ||
    zone.unresolved !== undefined ||
    zone.isStatusUnsure ||
    zone.presenceDueAt !== undefined
  if (isNeeded) {
    zone.idleSince = undefined
    return false
  }
  zone.idleSince ??= times.monotonic
  return times.monotonic - zone.idleSince >= limits.idleLingerMs
}
