import { createEngine, createZoneHost, linkZones } from '@gridtick/engine'
import { type Clock, defaultLimits, type Limits, noTelemetry, type OutgoingFrame } from '@gridtick/engine/ports'
import { exclusive, stepZone } from '@gridtick/engine/testing'
import { createMemoryStorage } from '@gridtick/storage-memory'
import { createFakeClock } from '../../framework/testing/src/fake-clock.ts'
import { withFaults } from '../../framework/testing/src/storage-faults.ts'
import { probeModule } from '../zone/probe-module.ts'

/** A clock whose timers run when it is moved. */
function withTimers(clock: ReturnType<typeof createFakeClock>) {
  let timers: { readonly at: number; readonly callback: () => void }[] = []
  const timed: Pick<Clock, 'monotonic' | 'after'> = {
    monotonic: clock.monotonic,
    after(delayMs, callback) {
      const timer = { at: clock.monotonic() + delayMs, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
  return {
    timed,
    async pass(ms: number) {
      const end = clock.monotonic() + ms
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0]
        if (next === undefined) break
        timers = timers.filter((timer) => timer !== next)
        clock.advance(Math.max(0, next.at - clock.monotonic()))
        next.callback()
        await settle()
      }
      clock.advance(end - clock.monotonic())
    },
  }
}

/** Lets everything happen that only waits for promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** Zones behind a link, and what came through it to the doors, in its order. */
export async function createLinkedWorld({ limits: changed = {} }: { readonly limits?: Partial<Limits> } = {}) {
  const clock = createFakeClock()
  const { timed, pass } = withTimers(clock)
  const limits = { ...defaultLimits, ...changed }
  const storage = withFaults(createMemoryStorage())
  const told: (readonly [what: string, ...unknown[]])[] = []
  const began: (readonly unknown[])[] = []
  const logged: string[] = []
  const elsewhere = new Set<string>()
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error: (_fields: object, message: string) => void logged.push(message),
  }
  let ids = 0
  const newId = () => {
    ids += 1
    return `id-${ids}`
  }
  const { zones, hostHalf } = linkZones({
    outlet: {
      send: (connectionId, frame, kind) => told.push(['text', connectionId, JSON.parse(textOf(frame)), kind]),
      sendToPlayer: (playerId, text) => told.push(['to player', playerId, JSON.parse(textOf(text))]),
      hold: () => () => {},
      close: (...close) => told.push(['close', ...close]),
      began: ({ connectionId, zoneId, watch }) => began.push([connectionId, zoneId, watch]),
      ended: ({ connectionId, zoneId, watch }) => told.push(['ended', connectionId, zoneId, watch]),
      settled: (operation, settled) => told.push(['settled', operation, settled]),
      noticed() {},
    },
    host: () => host,
    clock: timed,
    limits,
    logger,
  })
  const engine = createEngine({
    storage,
    clock,
    limits,
    logger,
    telemetry: noTelemetry,
    outlet: hostHalf.outlet,
    onCorrupt() {},
  })
  const beat = () => ({ lagMs: 0, sinceBeatMs: 0, activeZones: 0 })
  const isHere = (zoneId: string) => !elsewhere.has(zoneId)
  const host = createZoneHost({ engine, modules: [probeModule()], beat, newId, isHere })
  const made = await zones.createZone({ module: 'probe', seed: '1' })
  if (!made.ok) throw new Error('the zone can be made')
  const zoneId = made.value.id
  return {
    zones,
    host,
    hostHalf,
    engine,
    storage,
    zoneId,
    told,
    /** The subscribes that were answered. */
    began,
    logged,
    /** Zones that run elsewhere at the moment. */
    elsewhere,
    pass,
    async step() {
      clock.advance(100)
      const zone = host.registry.get(zoneId)
      if (zone !== undefined) await exclusive(zone, () => stepZone(engine, zone))
      await settle()
    },
    /** The types of the texts that came, of others what came. */
    story: () => told.map(([what, , message]) => (what === 'text' ? (message as { type: string }).type : what)),
    subscribe: (watch = 1, playerId = 'ann') =>
      zones.subscribe({
        connectionId: `c-${playerId}`,
        zoneId,
        watch,
        player: actor(playerId),
        mode: 'delta',
        ref: 's',
      }),
  }
}

export function actor(playerId: string) {
  return { playerId, displayName: playerId, role: 'player' } as const
}

/** A link gives a text as its bytes. */
function textOf(frame: OutgoingFrame): string {
  if (typeof frame === 'string' || !('utf8' in frame)) throw new Error('a text comes over a link as its bytes')
  return Buffer.from(frame.utf8).toString()
}
