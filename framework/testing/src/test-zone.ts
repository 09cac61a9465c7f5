import type { QueryAnswerFor, ResultCode } from '@gridtick/client'
import { createEngine, createGuard, createZoneHost, RunningHook } from '@gridtick/engine'
import {
  type Answer,
  defaultLimits,
  type IntentReceipt,
  type Limits,
  type Logger,
  noTelemetry,
  systemClock,
} from '@gridtick/engine/ports'
import {
  answerQuery,
  checkPresence,
  exclusive,
  isActive,
  type StepRecord,
  stateHash,
  stepZone,
  submitIntent,
  type Zone,
} from '@gridtick/engine/testing'
import type { ZoneRecording } from '@gridtick/protocol'
import { given } from '@gridtick/protocol/codes'
import { createMemoryStorage } from '@gridtick/storage-memory'
import type { EntityTable, GameModule, Json, JsonObject, Measured, Role } from 'gridtick'
import { assert, checkModule } from 'gridtick/internal'
import { checkIntentOptions, checkLeakOptions, checkMs, checkTicks, checkZoneOptions } from './check-calls.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { checkLeaks } from './leaks/check-leaks.ts'
import type { LeakCheck } from './leaks/leak-check.ts'
import type { LeakReport } from './leaks/leak-report.ts'
import { readRecording } from './read-recording.ts'
import { checkReplay } from './replay-check.ts'
import { Script } from './script.ts'
import { type StorageFault, type StorageOperation, withFaults } from './storage-faults.ts'
import type { ShownEvent, ShownExtras, ShownView, TestPlayer, TestRefusal } from './test-player.ts'
import { TestPlayers } from './test-players.ts'
import type { TestZoneOptions } from './test-zone-options.ts'
import { textOf } from './text-of.ts'

/**
 * One zone of a module with the real step on storage in memory, and time that stands still until it is moved. Players
 * are named as the test likes; they know only what they were sent.
 */
export type TestZone<Module extends GameModule = GameModule> = {
  readonly id: string
  readonly clock: FakeClock
  /** The last committed tick, and what is stored of it. */
  readonly tickNumber: number
  readonly entities: EntityTable
  readonly state: JsonObject
  readonly extras: JsonObject
  readonly status: string
  readonly wakeAt: number | null
  readonly players: readonly { readonly playerId: string; readonly disconnectedAt: number | null }[]
  /** Subscribes each and runs a tick. Whoever was refused has it among the refusals. */
  join(...playerIds: readonly string[]): Promise<void>
  /** Queues an intent for the next tick; answers its id. Refused at the door, it is among the refusals. */
  intent(playerId: string, type: string, payload?: object, options?: { seq?: number; role?: Role }): string | undefined
  /** Moves time on by one period and steps; `count` times. */
  tick(count?: number): Promise<void>
  /** Moves time on, and runs what is due on the way: each period while somebody watches, else only wake times. */
  advance(ms: number): Promise<void>
  /** Ends the memberships with the next tick. */
  leave(playerId: string): void
  /** The player's socket is lost; comes back with `reconnect`. */
  disconnect(playerId: string): void
  reconnect(playerId: string): void
  /** What the player was shown so far, put together. */
  view(playerId: string): ShownView<ShownExtras<Module>>
  /** All events the player got, oldest first. */
  events(playerId: string): readonly ShownEvent<Module>[]
  /** All refusals the player got, oldest first. */
  refusals(playerId: string): readonly TestRefusal<ResultCode<Module>>[]
  /** All results of intents the player got, oldest first. */
  results(playerId: string): TestPlayer['results']
  /** Every message the player got, oldest first. */
  messages(playerId: string): TestPlayer['messages']
  query<Name extends string>(
    playerId: string,
    name: Name,
    input?: object,
  ): Answer<{ tick: number; result: Extract<QueryAnswerFor<Module, Name>, Json> }>
  /** The process ends and starts again: memory is forgotten, what was committed is loaded, players connect again. */
  crash(): Promise<void>
  /** The next storage operation of this name fails; nothing is lost by it. */
  failNext(operation: StorageOperation, fault?: StorageFault): void
  /** What the module did wrong so far, as its author reads it. */
  faults(): readonly string[]
  /** What the module counted and observed in ticks that were stored, oldest first. */
  measured(): readonly Measured[]
  /** Hash of the stored state: the same for the same state. */
  hash(): string
  /** What was recorded so far, as a server hands it out. Needs the option `record`. */
  recording(): Promise<ZoneRecording>
  /** Runs everything again from the start. Throws at the first tick whose state differs. */
  expectSameReplay(): Promise<void>
  /**
   * Varies what a player may not know: what others do, and what is stored. Throws where the player could notice it, and
   * where nothing could be varied. Answers what was varied, and what was left out.
   */
  expectNoLeak(check: LeakCheck): Promise<LeakReport>
}

/**
 * Makes a zone of the module to test it with. Throws a TypeError for what is not a module and for options that there are
 * not, and an Error where the module cannot make a zone of the config.
 */
export async function testZone<Module extends GameModule>(
  module: Module,
  options: TestZoneOptions = {},
): Promise<TestZone<Module>> {
  // The same object: what a module says of its events and answers exists only in types.
  return (await openTestZone(module, options)) as unknown as TestZone<Module>
}

async function openTestZone(module: GameModule, options: TestZoneOptions): Promise<TestZone> {
  checkModule(module)
  checkZoneOptions(options)
  const clock = createFakeClock(options.startMs)
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const storage = withFaults(createMemoryStorage())
  const players = new TestPlayers()
  const faults: string[] = []
  const measured: Measured[] = []
  const records: (StepRecord & { readonly hash: string })[] = []
  const script = new Script(clock)
  let intents = 0
  let watches = 0

  const logger: Logger = {
    debug() {},
    info() {},
    warn() {},
    error(_fields, message) {
      faults.push(message)
      if (options.isQuiet !== true) console.error(message)
    },
  }

  const open = () => {
    const running = new RunningHook()
    const engine = createEngine({
      running,
      ...(options.isGuarded ? { guard: createGuard({ running, limits, clock: systemClock }) } : {}),
      storage,
      clock,
      limits,
      logger,
      telemetry: { ...noTelemetry, measured: (_module, values) => void measured.push(...values) },
      outlet: {
        send: (connectionId, frame) => players.receive(connectionId, textOf(frame)),
        sendToPlayer: (playerId, text) => players.receiveAsPlayer(playerId, text),
        hold: () => () => {},
        close: (connectionId) => lose(connectionId),
        began() {},
        ended() {},
        settled() {},
        noticed() {},
      },
      onStep(record) {
        const hash = stateHash(zone.committed)
        records.push({ ...record, hash })
        script.add({ kind: 'step', time: record.time, hash })
      },
      onCorrupt: () => {},
    })
    const beat = () => ({ lagMs: 0, sinceBeatMs: 0, activeZones: 0 })
    return { engine, host: createZoneHost({ engine, modules: [module], beat }) }
  }

  let { engine, host } = open()
  const seed = String(options.seed ?? 1)
  const created = await host.createZone({
    module: module.name,
    seed,
    ...given({ config: options.config, everyMs: options.everyMs, record: options.record }),
  })
  if (!created.ok) {
    const errors = created.refused.errors?.map(({ pointer, message }) => `${pointer} ${message}`) ?? []
    throw new Error([created.refused.message, ...errors].join('\n  '))
  }
  const zoneId = created.value.id
  let zone = await load()
  const initial = await storage.zones.loadZone(zoneId)
  assert(initial !== undefined, 'a zone that was just created is stored')

  async function load(): Promise<Zone> {
    return host.registry.use(zoneId, (acquired) => {
      assert(acquired.ok, 'the zone of a test can be loaded')
      return acquired.zone
    })
  }

  function lose(connectionId: string): void {
    host.connectionClosed({ connectionId, zoneIds: [zoneId] })
    players.disconnect(connectionId)
  }

  function connect(playerId: string): Promise<void> {
    const { connectionId } = players.connect(playerId)
    const actor = { playerId, displayName: playerId, role: 'player' } as const
    watches += 1
    const request = { connectionId, zoneId, watch: watches, player: actor, mode: options.mode ?? 'delta' }
    if (engine.storageHealth.isAvailable) script.add({ kind: 'subscribe', request })
    return host.subscribe(request)
  }

  async function step(): Promise<void> {
    await engine.storageHealth.probe()
    checkPresence(zone, clock.monotonic())
    await exclusive(zone, () => stepZone(engine, zone))
  }

  async function tick(count: number): Promise<void> {
    for (let done = 0; done < count; done++) {
      clock.advance(zone.schedule.stepMs)
      await step()
    }
  }

  return {
    id: zoneId,
    clock,
    get tickNumber() {
      return zone.committed.tick
    },
    get entities() {
      return zone.committed.entities
    },
    get state() {
      return zone.committed.state
    },
    get extras() {
      return zone.committed.extras
    },
    get status() {
      return zone.life.status
    },
    get wakeAt() {
      return zone.committed.wakeAt
    },
    get players() {
      return zone.committed.players
    },
    async join(...playerIds) {
      for (const playerId of playerIds) await connect(playerId)
      await tick(1)
    },
    intent(playerId, type, payload = {}, options = {}) {
      checkIntentOptions(options)
      const { seq, role = 'player' } = options
      const request = {
        zoneId,
        player: { playerId, displayName: playerId, role },
        type,
        payload,
        connectionId: players.of(playerId).connectionId,
        ...given({ seq }),
      }
      const isStoring = engine.storageHealth.isAvailable
      const receipt: IntentReceipt = submitIntent(engine, zone, request, () => `intent-${++intents}`)
      const intentId = receipt.accepted ? receipt.intentId : undefined
      if (isStoring) script.add({ kind: 'intent', request, intentId })
      return intentId
    },
    async tick(count = 1) {
      checkTicks(count)
      await tick(count)
    },
    async advance(ms) {
      checkMs(ms)
      const end = clock.monotonic() + ms
      while (clock.monotonic() < end) {
        const left = end - clock.monotonic()
        const { wakeAt } = zone.committed
        const untilWake =
          wakeAt === null || zone.life.status !== 'open' ? left : Math.max(zone.schedule.stepMs, wakeAt - clock.now())
        clock.advance(Math.min(left, isActive(zone, clock.now()) ? zone.schedule.stepMs : untilWake))
        if (isActive(zone, clock.now())) await step()
      }
    },
    leave(playerId) {
      const { connectionId } = players.of(playerId)
      const player = { playerId, displayName: playerId, role: 'player' } as const
      const request = { connectionId, zoneId, player }
      script.add({ kind: 'leave', request })
      void host.leave(request)
    },
    disconnect(playerId) {
      const { connectionId } = players.of(playerId)
      script.add({ kind: 'lost', connectionId })
      lose(connectionId)
    },
    reconnect: (playerId) => void connect(players.of(playerId).playerId),
    view: (playerId) => players.of(playerId).view,
    events: (playerId) => players.of(playerId).events,
    refusals: (playerId) => players.of(playerId).refusals,
    results: (playerId) => players.of(playerId).results,
    messages: (playerId) => players.of(playerId).messages,
    query: (playerId, name, input = {}) => answerQuery(engine, zone, { zoneId, playerId, name, input }),
    async crash() {
      script.add({ kind: 'crash' })
      const connected = players.loseServer()
      ;({ engine, host } = open())
      await engine.storedClock.resume()
      zone = await load()
      for (const { playerId } of connected) await connect(playerId)
    },
    failNext: (operation, fault = {}) => storage.faults.failNext({ operation, ...fault }),
    faults: () => faults,
    measured: () => measured,
    hash: () => stateHash(zone.committed),
    recording: () => readRecording(storage, zoneId),
    expectSameReplay: async () => checkReplay({ initial, module, limits, records }),
    async expectNoLeak(check) {
      checkLeakOptions(check)
      return checkLeaks({ initial, module, limits, script: script.entries }, check)
    },
  }
}
