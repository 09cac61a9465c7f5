import PQueue from 'p-queue'
import type { EngineHealth } from '../ports/zone-answers.ts'
import { type Beat, stepZone } from '../step/step-zone.ts'
import { checkPresence, stepAhead, stepDone } from '../watching/watch-zone.ts'
import { noteBeat } from '../zone/clockwork.ts'
import type { Engine } from '../zone/engine.ts'
import { exclusive } from '../zone/turns.ts'
import type { Zone } from '../zone/zone.ts'
import { isActive, stepKind } from './activity.ts'
import { createZoneWaker } from './wake-zones.ts'
import type { ZoneRegistry } from './zone-registry.ts'

/** The longest time between two looks at what is due. */
const lookEveryMs = 100
const sweepEveryMs = 1_000
const trimLogEveryMs = 600_000

/** When the scheduler looked: by the clock of the server, and on the monotonic clock. */
type Look = { readonly at: number; readonly monotonic: number }

export type ZoneScheduler = {
  start(): Promise<void>
  /** Resolves when no step runs any more, and nothing that was begun beside them. */
  stop(): Promise<void>
  health(): Pick<EngineHealth, 'lagMs' | 'sinceBeatMs' | 'activeZones'>
}

/**
 * Steps zones when their schedules say so: at whole multiples of a unit on the clock of the server, so that zones of one
 * period share a beat, also over a restart. A beat that comes late is not made up for: the missed ones are counted. Only loaded zones
 * are looked at, and only active ones step.
 */
export function createZoneScheduler(engine: Engine, registry: ZoneRegistry): ZoneScheduler {
  const { clock, limits, telemetry, storage, storedClock, wakes, storageHealth } = engine
  const steps = new PQueue({ concurrency: limits.zoneConcurrencyMax })
  const turn = createTurnstile()
  /** Zones that wait for a step, or are in one: a step of a zone never overlaps itself. */
  const busy = new Set<Zone>()
  const startedAt = clock.monotonic()
  let looked: Look = { at: clock.now(), monotonic: startedAt }
  let lagMs = 0
  let sweptAt = startedAt
  let trimmedAt = startedAt
  let probedAt = startedAt
  let activeZones = 0
  let isStopped = true
  const waker = createZoneWaker({ engine, registry, againAfterMs: lookEveryMs, turn, isStopped: () => isStopped })
  let cancelTimer = () => {}
  /** What goes on beside the steps. */
  const beside = new Set<Promise<void>>()

  const runBeside = (work: Promise<void>) => {
    const running = work.catch((error: unknown) => storageHealth.report(error)).finally(() => beside.delete(running))
    beside.add(running)
  }

  const step = (zone: Zone, beat: Beat, dueMonotonic: number) => {
    busy.add(zone)
    stepAhead(zone)
    void steps.add(async () => {
      try {
        telemetry.lag(zone.module.name, Math.max(0, clock.monotonic() - dueMonotonic))
        if (!engine.isDraining) await exclusive(zone, () => stepZone(engine, zone, beat))
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
        telemetry.stepFailed(zone.module.name, 'module')
        engine.logger.error(
          { module: zone.module.name, zoneId: zone.id, error: text },
          'a step broke off; the zone is tried again',
        )
      } finally {
        busy.delete(zone)
        stepDone(engine, zone)
      }
    })
  }

  /**
   * Steps the active zones for which a beat has come since the last look, those first that waited longest. Answers the
   * time until the next one. Of several missed beats only the last is made; the others are counted.
   */
  const beat = (before: Look, now: Look): number => {
    const zones = registry.loaded()
    const units = new Set(zones.map(({ clockwork }) => clockwork.tickUnitMs))
    const begun = new Set([...units].filter((unitMs) => unitsBetween(before.at, now.at, unitMs) > 0))
    const active = zones.filter((zone) => isActive(zone, now.at))
    activeZones = active.length
    const due = active.filter((zone) => begun.has(zone.clockwork.tickUnitMs) && !busy.has(zone))
    due.sort((one, other) => (one.clockwork.lastRunMonotonic ?? 0) - (other.clockwork.lastRunMonotonic ?? 0))
    for (const zone of due) {
      const kind = stepKind(zone, now.at)
      if (kind === undefined) continue
      if (kind === 'beat') noteBeat(zone, now.at)
      step(zone, { dueAt: now.at, isPrompt: kind === 'prompt' }, now.monotonic - (now.at % zone.clockwork.tickUnitMs))
    }
    for (const stepMs of new Set(zones.map(({ schedule }) => schedule.stepMs))) countMissed(before, now, stepMs)
    return Math.min(...[...units, lookEveryMs].map((unitMs) => unitMs - (now.at % unitMs)))
  }

  /** Beats over which the clock jumped because the wall clock was set forward were not missed. */
  const countMissed = (before: Look, now: Look, stepMs: number) => {
    const beats = unitsBetween(before.at, now.at, stepMs)
    const missed = Math.min(beats, Math.ceil((now.monotonic - before.monotonic) / stepMs)) - 1
    if (missed > 0) telemetry.ticksMissed(missed)
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
      await storage.actionLog.trimLog({ rowsMax: limits.actionLogRowsMax, before })
    }
  }

  const look = () => {
    const now = { at: clock.now(), monotonic: clock.monotonic() }
    lagMs = Math.max(0, now.monotonic - (looked.monotonic + plannedDelayMs))
    const nextBeatMs = beat(looked, now)
    engine.lookedAt = now.at
    looked = now
    runBeside(waker.wakeDue(now.at))
    runBeside(keepHouse(now.monotonic))
    const untilWake = wakes.next === null ? lookEveryMs : Math.max(1, wakes.next - now.at)
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
      engine.counts.set(await storage.zones.countZones())
      wakes.reset(await storage.wakes.nextWakeAt(engine.ownership.owner))
      looked = { at: clock.now(), monotonic: clock.monotonic() }
      engine.lookedAt = looked.at
      plan(1)
      runBeside(waker.findLost())
    },
    async stop() {
      isStopped = true
      cancelTimer()
      steps.clear()
      await steps.onIdle()
      await Promise.all(beside)
      await storedClock.store().catch((error: unknown) => storageHealth.report(error))
    },
    health: () => ({ lagMs, sinceBeatMs: clock.monotonic() - looked.monotonic, activeZones }),
  }
}

/** How many whole units of the clock began after one time and until another. */
function unitsBetween(one: number, other: number, unitMs: number): number {
  return Math.floor(other / unitMs) - Math.floor(one / unitMs)
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
