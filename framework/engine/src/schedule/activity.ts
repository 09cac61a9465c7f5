import type { Limits } from '../ports/limits.ts'
import { onDemandMs } from '../zone/beat.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * Whether a loaded zone has a reason to step: an input waits, its wake time has come, or somebody watches one that has a
 * period (ACT-1).
 */
export function isActive(zone: Zone, now: number): boolean {
  const isWatched = zone.watching.subscriptions.size > 0 && !isOnDemand(zone)
  return zone.life.status === 'open' && (isWatched || zone.queue.size > 0 || isDue(zone, now))
}

function isOnDemand({ info }: Zone): boolean {
  return info.everyMs === onDemandMs
}

/**
 * How a zone that is active steps in the unit of time that begins now: with all that waits for its beat, or promptly, in
 * the midst of a long period, for joins, leaves and a wake time (TIME-4). Undefined: not now. A zone that has just
 * failed waits for its beat.
 */
export function stepKind(zone: Zone, now: number): 'beat' | 'prompt' | undefined {
  const { info, clockwork, queue, life } = zone
  const isBeat =
    isOnDemand(zone) || info.everyMs === clockwork.tickUnitMs || Math.floor(now / info.everyMs) > clockwork.lastPeriod
  if (isBeat) return 'beat'
  const isPrompt = life.failures === 0 && (queue.size > queue.intentCount || isDue(zone, now))
  return isPrompt ? 'prompt' : undefined
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
