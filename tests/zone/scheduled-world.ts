import { setImmediate as nextTurn } from 'node:timers/promises'
import type { GameModule } from '../../framework/core/src/contract/module.ts'
import { createGuard } from '../../framework/engine/src/guard/create-guard.ts'
import { RunningHook } from '../../framework/engine/src/kernel/running-hook.ts'
import type { Clock } from '../../framework/engine/src/ports/clock.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { type Logger, silentLogger } from '../../framework/engine/src/ports/logger.ts'
import type { Storage } from '../../framework/engine/src/ports/storage/storage.ts'
import { noTelemetry } from '../../framework/engine/src/ports/telemetry.ts'
import type { IntentSettled } from '../../framework/engine/src/ports/zone-answers.ts'
import { createZoneScheduler } from '../../framework/engine/src/schedule/zone-scheduler.ts'
import { createEngine } from '../../framework/engine/src/zone/engine.ts'
import { createZoneHost } from '../../framework/engine/src/zone-host.ts'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { withFaults } from '../../framework/testing/src/storage-faults.ts'
import { type ProbeContext, probeModule } from './probe-module.ts'

export const startMs = Date.UTC(2030, 0, 1)

/** A clock whose timers may come late, as when the machine was busy. */
export function createLateClock() {
  let time = 0
  let jumped = 0
  let timers: { at: number; callback: () => void }[] = []
  const clock: Clock = {
    now: () => startMs + time + jumped,
    monotonic: () => time,
    after(delayMs, callback) {
      const timer = { at: time + delayMs, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
  const fire = () => {
    const due = timers.filter(({ at }) => at <= time)
    timers = timers.filter(({ at }) => at > time)
    for (const { callback } of due) callback()
  }
  return {
    clock,
    forgetTimers() {
      timers = []
    },
    jump(ms: number) {
      jumped += ms
    },
    /** So much passes while somebody works. */
    pass(ms: number) {
      time += ms
    },
    /** So much passes at once, then all that is due comes late. */
    sleep(ms: number) {
      time += ms
      fire()
    },
    async run(ms: number) {
      for (let passed = 0; passed < ms; passed += 10) {
        time += 10
        fire()
        for (let turn = 0; turn < 3; turn++) await nextTurn()
      }
    },
  }
}

function noLimit(_ms: number, work: () => void): true {
  work()
  return true
}

type ScheduleOptions = {
  readonly onTick?: (context: ProbeContext & { zone: { name: string } }) => unknown
  readonly wakeAt?: number
  readonly limits?: object
  readonly schedule?: GameModule['schedule']
  readonly logger?: Logger
  /** Whether modules run in slices, as on a server. Default: at once. */
  readonly isSliced?: boolean
  readonly wrap?: (storage: Storage) => Storage
}

/** A process whose zones are stepped by the real scheduler, on a clock of the test. */
export async function schedule(options: ScheduleOptions = {}) {
  const steps: { zone: string; at: number; now: number; tick: number; elapsedMs: number }[] = []
  const time = createLateClock()
  const disk = createMemoryStorage()
  const storage = withFaults(options.wrap?.(disk) ?? disk)
  const settled = new Map<string, IntentSettled>()
  let missed = 0
  const made = probeModule({
    ...(options.wakeAt === undefined ? {} : { wakeAt: options.wakeAt }),
    onTick(context) {
      const { zone, now, tick, elapsedMs } = context as ProbeContext & { zone: { name: string } }
      steps.push({ zone: zone.name, at: time.clock.monotonic(), now, tick, elapsedMs })
      return options.onTick?.(context as never) ?? {}
    },
  })
  const module = options.schedule === undefined ? made : { ...made, schedule: options.schedule }
  const start = async () => {
    const running = new RunningHook()
    const limits = { ...defaultLimits, ...options.limits }
    const engine = createEngine({
      storage,
      clock: time.clock,
      limits,
      running,
      ...(options.isSliced ? { guard: createGuard({ running, limits, clock: time.clock, timeLimit: noLimit }) } : {}),
      logger: options.logger ?? silentLogger,
      telemetry: {
        ...noTelemetry,
        ticksMissed(count) {
          missed += count
        },
      },
      outlet: {
        send() {},
        sendToPlayer() {},
        hold: () => () => {},
        close() {},
        began() {},
        ended() {},
        settled: (operation, result) => void settled.set(operation, result),
        noticed() {},
      },
      onCorrupt() {},
    })
    const host = createZoneHost({ engine, modules: [module], beat: () => scheduler.health() })
    const scheduler = createZoneScheduler(engine, host.registry)
    await scheduler.start()
    return { engine, host, scheduler }
  }
  let process = await start()
  const player = { playerId: 'ann', displayName: 'ann', role: 'player' } as const
  return {
    ...time,
    steps,
    storage,
    get scheduler() {
      return process.scheduler
    },
    get host() {
      return process.host
    },
    missed: () => missed,
    /** What became of operations. */
    settled,
    /** The process stops in order, and another one starts. */
    async restart() {
      await process.scheduler.stop()
      process = await start()
    },
    /** The process is gone at once, and another one starts. */
    async crash() {
      time.forgetTimers()
      process = await start()
    },
    async create(name: string, everyMs = 100): Promise<string> {
      const period = module.schedule.kind === 'onDemand' ? {} : { everyMs }
      const made = await process.host.createZone({ module: 'probe', name, ...period })
      if (!made.ok) throw new Error('the zone can be made')
      return made.value.id
    },
    intent: (zoneId: string, playerId = 'ann') =>
      process.host.submitIntent({
        zoneId,
        player: { playerId, displayName: playerId, role: 'player' },
        type: 'act',
        payload: {},
      }),
    watchAs: (playerId: string, zoneId: string) =>
      process.host.subscribe({
        connectionId: `c-${zoneId}-${playerId}`,
        zoneId,
        watch: 1,
        player: { playerId, displayName: playerId, role: 'player' },
        mode: 'full',
      }),
    watch: (zoneId: string) =>
      process.host.subscribe({ connectionId: `c-${zoneId}`, zoneId, watch: 1, player, mode: 'full' }),
    unwatch: (zoneId: string) => process.host.connectionClosed({ connectionId: `c-${zoneId}`, zoneIds: [zoneId] }),
  }
}
