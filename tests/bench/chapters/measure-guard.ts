import PQueue from 'p-queue'
import { createGuard } from '../../../framework/engine/src/guard/create-guard.ts'
import { stopAfter } from '../../../framework/engine/src/guard/time-limit.ts'
import { RunningHook } from '../../../framework/engine/src/kernel/running-hook.ts'
import { systemClock } from '../../../framework/engine/src/ports/clock.ts'
import { defaultLimits } from '../../../framework/engine/src/ports/limits.ts'
import { silentLogger } from '../../../framework/engine/src/ports/logger.ts'
import { noTelemetry } from '../../../framework/engine/src/ports/telemetry.ts'
import { stepZone } from '../../../framework/engine/src/step/step-zone.ts'
import { createEngine } from '../../../framework/engine/src/zone/engine.ts'
import { exclusive } from '../../../framework/engine/src/zone/turns.ts'
import type { Zone } from '../../../framework/engine/src/zone/zone.ts'
import { createZoneHost } from '../../../framework/engine/src/zone-host.ts'
import { createMemoryStorage } from '../../../framework/storage-memory/src/memory-storage.ts'
import { createFakeClock } from '../../../framework/testing/src/fake-clock.ts'
import { crowd } from '../measured/crowd.ts'
import { median } from '../measured/percentiles.ts'

/** Small zones, as most are, each watched by one player. */
const zoneConfig = { entities: 4, width: 16, height: 16, sight: 16 }
const everyMs = 1_000
const roundsMin = 20
const stepsWanted = 20_000

export type GuardFigures = {
  readonly zones: number
  /** Median processor time of one tick of one zone, µs: work of the engine and the module, without disk and sockets. */
  readonly plainMicroseconds: number
  readonly guardedMicroseconds: number
  /** Slices of one beat of all zones. */
  readonly slicesPerBeat: number
}

/** What the guard costs a tick: the same beats with and without it, by turns, in this process. */
export async function measureGuard(zoneCounts: readonly number[]): Promise<readonly GuardFigures[]> {
  const results: GuardFigures[] = []
  for (const zones of zoneCounts) {
    const [plain, guarded] = [await createZones(zones, false), await createZones(zones, true)]
    const times = { plain: [] as number[], guarded: [] as number[] }
    const rounds = Math.max(roundsMin, Math.ceil(stepsWanted / zones))
    const slicesBefore = guarded.slices()
    for (let round = 0; round < rounds; round++) {
      times.plain.push(await plain.beat())
      times.guarded.push(await guarded.beat())
    }
    results.push({
      zones,
      plainMicroseconds: (median(times.plain) * 1_000) / zones,
      guardedMicroseconds: (median(times.guarded) * 1_000) / zones,
      slicesPerBeat: (guarded.slices() - slicesBefore) / rounds,
    })
  }
  return results
}

async function createZones(count: number, isGuarded: boolean) {
  const running = new RunningHook()
  const clock = createFakeClock()
  const limits = defaultLimits
  let slices = 0
  const timeLimit: typeof stopAfter = (ms, work) => {
    slices += 1
    return stopAfter(ms, work)
  }
  const engine = createEngine({
    storage: createMemoryStorage(),
    clock,
    limits,
    running,
    ...(isGuarded ? { guard: createGuard({ running, limits, clock: systemClock, timeLimit }) } : {}),
    logger: silentLogger,
    telemetry: noTelemetry,
    outlet: {
      ...{ send() {}, sendToPlayer() {}, hold: () => () => {}, close() {}, began() {}, ended() {} },
      ...{ settled() {}, noticed() {} },
    },
    onCorrupt() {},
  })
  const beat = () => ({ lagMs: 0, sinceBeatMs: 0, activeZones: 0 })
  const host = createZoneHost({ engine, modules: [crowd], beat })
  for (let index = 0; index < count; index++) {
    const made = await host.createZone({ module: crowd.name, config: zoneConfig, seed: String(index), everyMs })
    if (!made.ok) throw new Error(made.refused.message)
    const player = { playerId: `player ${index}`, displayName: 'player', role: 'player' } as const
    await host.subscribe({ connectionId: `c${index}`, zoneId: made.value.id, watch: 1, player, mode: 'delta' })
  }
  const zones = host.registry.loaded()
  return {
    slices: () => slices,
    /** All zones step, as many at once as the scheduler lets. Answers the processor time that it took, in ms. */
    async beat(): Promise<number> {
      clock.advance(everyMs)
      const steps = new PQueue({ concurrency: limits.zoneConcurrencyMax })
      const before = process.cpuUsage()
      const step = (zone: Zone) => () => exclusive(zone, () => stepZone(engine, zone))
      await steps.addAll(zones.map(step))
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1_000
    },
  }
}
