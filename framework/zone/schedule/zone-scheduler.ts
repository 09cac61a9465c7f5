import PQueue from 'p-queue'
import type { Engine } from '../engine.ts'
import { stepZone } from '../step/step-zone.ts'
import { checkPresence } from '../watching/watch-zone.ts'
import { exclusive, type Zone } from '../zone.ts'
import type { EngineHealth } from '../zone-host-port.ts'
import { isActive } from './activity.ts'
import { createTurnstile } from './turnstile.ts'
import { createZoneWaker } from './wake-zones.ts'
import type { ZoneRegistry } from './zone-registry.ts'

/** The longest time between two looks at what is due. */
const lookEveryMs = 100
const sweepEveryMs = 1_000
const trimLogEveryMs = 600_000

export type ZoneScheduler = {
  start(): Promise<void>
  /** Resolves when no step runs any more. */
  stop(): Promise<void>
  health(): Pick<EngineHealth, 'lagMs' | 'sinceBeatMs' | 'activeZones'>
}

/**
 * Says when zones step. Zones of one period step on one beat, on the monotonic clock. A beat that comes late is not made
 * up for: the missed ones are counted. Only loaded zones are looked at, and only active ones step.
 */
export function createZoneScheduler(engine: Engine, registry: ZoneRegistry): ZoneScheduler {
  const { clock, limits, telemetry, storage, storedClock, wakes, storageHealth } = engine
  const steps = new PQueue({ concurrency: limits.zoneConcurrencyMax })
  const turn = createTurnstile()
  /** Zones that wait for a step, or are in one: a step of a zone never overlaps itself. */
  const busy = new Set<Zone>()
  /** Loaded zones that were stepped, or tried to be. */
  const begun = new WeakSet<Zone>()
  const startedAt = clock.monotonic()
  let lookedAt = startedAt
  let lagMs = 0
  let sweptAt = startedAt
  let trimmedAt = startedAt
  let probedAt = startedAt
  let activeZones = 0
  let isStopped = true
  const waker = createZoneWaker({ engine, registry, againAfterMs: lookEveryMs, turn, isStopped: () => isStopped })
  let cancelTimer = () => {}

  const step = (zone: Zone, dueAt: number) => {
    busy.add(zone)
    void steps.add(async () => {
      try {
        telemetry.lag(zone.module.name, Math.max(0, clock.monotonic() - dueAt))
        if (!engine.isDraining) await exclusive(zone, () => stepZone(engine, zone))
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
        telemetry.stepFailed(zone.module.name, 'module')
        engine.logger.error(
          { module: zone.module.name, zoneId: zone.id, error: text },
          'a step broke off; the zone is tried again',
        )
      } finally {
        busy.delete(zone)
      }
    })
  }

  /** Steps the active zones whose period has a new beat, those first that waited longest. */
  const beat = (monotonic: number, now: number): number => {
    const zones = registry.loaded()
    const periods = new Set(zones.map((zone) => zone.info.everyMs))
    const due = new Set([...periods].filter((everyMs) => isNewBeat(everyMs, lookedAt, monotonic)))
    const active = zones.filter((zone) => isActive(zone, now))
    activeZones = active.length
    const beatOf = (zone: Zone) => monotonic - ((monotonic - startedAt) % zone.info.everyMs)
    const waiting = active.filter((zone) => (due.has(zone.info.everyMs) || hasMissedBeat(zone, now)) && !busy.has(zone))
    waiting.sort((one, other) => (one.lastRunMonotonic ?? 0) - (other.lastRunMonotonic ?? 0))
    for (const zone of waiting) {
      begun.add(zone)
      step(zone, due.has(zone.info.everyMs) ? beatOf(zone) : monotonic)
    }
    return zones.reduce(
      (next, { info: { everyMs } }) => Math.min(next, everyMs - ((monotonic - startedAt) % everyMs)),
      lookEveryMs,
    )
  }

  /**
   * Whether a beat of a zone that was just loaded fell into the time when it was not, or no server ran: it is made up for
   * once. Else a server that is started anew more often than such a period would never step it.
   */
  const hasMissedBeat = (zone: Zone, now: number): boolean =>
    !begun.has(zone) && zone.lastRunMonotonic === undefined && now - zone.lastRunAt >= zone.info.everyMs

  /** Whether a beat of this period came since the last look. Of several only the last is made; the others are counted. */
  const isNewBeat = (everyMs: number, lastLookAt: number, monotonic: number): boolean => {
    const numberAt = (time: number) => Math.floor((time - startedAt) / everyMs)
    const beats = numberAt(monotonic) - numberAt(lastLookAt)
    if (beats > 1) telemetry.ticksMissed(beats - 1)
    return beats > 0
  }

  const keepHouse = async (monotonic: number) => {
    if (monotonic - probedAt >= limits.probeMs) {
      probedAt = monotonic
      await storageHealth.probe()
    }
    if (monotonic - sweptAt >= sweepEveryMs) {
      sweptAt = monotonic
      for (const zone of registry.loaded()) checkPresence(zone, monotonic)
      registry.unloadIdle()
      if (storageHealth.isAvailable) await storedClock.keep()
    }
    if (monotonic - trimmedAt >= trimLogEveryMs && storageHealth.isAvailable) {
      trimmedAt = monotonic
      const before = Math.floor(clock.now()) - limits.actionLogDays * 86_400_000
      await storage.trimLog({ rowsMax: limits.actionLogRowsMax, before })
    }
  }

  const look = () => {
    const monotonic = clock.monotonic()
    const now = clock.now()
    const plannedAt = lookedAt + plannedDelayMs
    lagMs = Math.max(0, monotonic - plannedAt)
    const nextBeatMs = beat(monotonic, now)
    lookedAt = monotonic
    void waker.wakeDue(now)
    keepHouse(monotonic).catch((error: unknown) => storageHealth.report(error))
    const untilWake = wakes.next === null ? lookEveryMs : Math.max(1, wakes.next - now)
    plan(Math.max(1, Math.min(nextBeatMs, untilWake, lookEveryMs)))
  }

  let plannedDelayMs = 0
  const plan = (delayMs: number) => {
    if (isStopped) return
    plannedDelayMs = delayMs
    cancelTimer = clock.after(delayMs, look)
  }

  return {
    async start() {
      isStopped = false
      await storedClock.resume()
      engine.counts.set(await storage.countZones())
      wakes.reset(await storage.nextWakeAt())
      lookedAt = clock.monotonic()
      plan(1)
      waker.findLost().catch((error: unknown) => storageHealth.report(error))
    },
    async stop() {
      isStopped = true
      cancelTimer()
      steps.clear()
      await steps.onIdle()
      await storedClock.store().catch((error: unknown) => storageHealth.report(error))
    },
    health: () => ({ lagMs, sinceBeatMs: clock.monotonic() - lookedAt, activeZones }),
  }
}
