import PQueue from 'p-queue'
import type { Engine } from '../engine.ts'
import { stepZone } from '../step/step-zone.ts'
import { checkPresence } from '../watching/watch-zone.ts'
import { exclusive, type Zone } from '../zone.ts'
import type { EngineHealth } from '../zone-host-port.ts'
import { isActive } from './activity.ts'
import type { ZoneRegistry } from './zone-registry.ts'

/** The longest time between two looks at what is due. */
const lookEveryMs = 100
/** Due zones loaded by one look; the others are next. */
const wakesPerLook = 64
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
  const { clock, limits, telemetry, storage, wakes, storageHealth } = engine
  const steps = new PQueue({ concurrency: limits.zoneConcurrencyMax })
  const turn = createTurnstile()
  /** Zones that wait for a step, or are in one: a step of a zone never overlaps itself. */
  const busy = new Set<Zone>()
  /** Period in ms → number of the last beat. */
  const lastBeats = new Map<number, number>()
  const startedAt = clock.monotonic()
  let lookedAt = startedAt
  let lagMs = 0
  let sweptAt = startedAt
  let trimmedAt = startedAt
  let probedAt = startedAt
  let activeZones = 0
  let isAwaking = false
  let isStopped = true
  let cancelTimer = () => {}

  const step = (zone: Zone, dueAt: number) => {
    busy.add(zone)
    void steps.add(async () => {
      try {
        await turn()
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
    const due = new Map<number, boolean>()
    for (const everyMs of new Set(zones.map((zone) => zone.info.everyMs)))
      due.set(everyMs, isNewBeat(everyMs, monotonic))
    for (const everyMs of lastBeats.keys()) if (!due.has(everyMs)) lastBeats.delete(everyMs)
    const active = zones.filter((zone) => isActive(zone, now))
    activeZones = active.length
    const waiting = active.filter((zone) => due.get(zone.info.everyMs) === true && !busy.has(zone))
    waiting.sort((one, other) => (one.lastRunMonotonic ?? 0) - (other.lastRunMonotonic ?? 0))
    for (const zone of waiting) step(zone, monotonic - ((monotonic - startedAt) % zone.info.everyMs))
    return zones.reduce(
      (next, { info: { everyMs } }) => Math.min(next, everyMs - ((monotonic - startedAt) % everyMs)),
      lookEveryMs,
    )
  }

  const isNewBeat = (everyMs: number, monotonic: number): boolean => {
    const number = Math.floor((monotonic - startedAt) / everyMs)
    const last = lastBeats.get(everyMs)
    if (last === number) return false
    lastBeats.set(everyMs, number)
    if (last !== undefined && number > last + 1) telemetry.ticksMissed(number - last - 1)
    return true
  }

  /** Loads the zones whose wake time has come. Asks the storage only if there is one. */
  const wake = async (now: number) => {
    if (wakes.next === null || wakes.next > now || isAwaking || !storageHealth.isAvailable) return
    isAwaking = true
    try {
      const due = await storage.dueZones(now, wakesPerLook + wakes.unloadable.size)
      for (const zoneId of due) if (!wakes.unloadable.has(zoneId)) await load(zoneId)
      // What is noted from here on counts, whatever the storage answers: it may have been asked before that was stored.
      wakes.reset(null)
      const next = await storage.nextWakeAt()
      wakes.note(next === null ? null : Math.max(next, now + lookEveryMs))
    } catch (error) {
      wakes.note(now + lookEveryMs)
      storageHealth.report(error)
    } finally {
      isAwaking = false
    }
  }

  const load = async (zoneId: string) => {
    const refused = await registry.use(zoneId, (acquired) => (acquired.ok ? undefined : acquired.refused))
    await turn()
    if (refused === undefined || refused.code === 'not_found') return
    wakes.unloadable.add(zoneId)
    engine.logger.error({ zoneId, reason: refused.message }, 'a zone is due, and cannot be run')
  }

  /** Zones whose modules are to hear who did not come back after the end of the server, or left a zone that rested. */
  const findLost = async () => {
    for (const zoneId of await storage.zonesToTell(limits.zonesMax)) {
      if (isStopped) return
      await load(zoneId)
    }
  }

  const keepHouse = async (monotonic: number) => {
    if (!storageHealth.isAvailable && monotonic - probedAt >= limits.probeMs) {
      probedAt = monotonic
      await storageHealth.probe()
    }
    if (monotonic - sweptAt >= sweepEveryMs) {
      sweptAt = monotonic
      for (const zone of registry.loaded()) checkPresence(zone, monotonic)
      registry.unloadIdle()
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
    lookedAt = monotonic
    const nextBeatMs = beat(monotonic, now)
    void wake(now)
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
      engine.counts.set(await storage.countZones())
      wakes.reset(await storage.nextWakeAt())
      lookedAt = clock.monotonic()
      plan(1)
      findLost().catch((error: unknown) => storageHealth.report(error))
    },
    async stop() {
      isStopped = true
      cancelTimer()
      steps.clear()
      await steps.onIdle()
    },
    health: () => ({ lagMs, sinceBeatMs: clock.monotonic() - lookedAt, activeZones }),
  }
}

/** Lets one through in each turn of the event loop, so that sockets are served between zones. */
function createTurnstile(): () => Promise<void> {
  const waiting: (() => void)[] = []
  const release = () => {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(release)
  }
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve)
      if (waiting.length === 1) setImmediate(release)
    })
}
