import { createEngine, type Engine } from '@gridtick/engine'
import {
  type Clock,
  type Limits,
  type LoadedZone,
  noTelemetry,
  type Storage,
  type StoredZone,
  type ZoneSummary,
} from '@gridtick/engine/ports'
import {
  awaitPresence,
  checkPresence,
  endSubscription,
  exclusive,
  leaveZone,
  openZone,
  runStep,
  type StepTime,
  submitIntent,
  subscribe,
  type Zone,
} from '@gridtick/engine/testing'
import { createMemoryStorage } from '@gridtick/storage-memory'
import { assert, assertNever } from 'gridtick/internal'
import type { ScriptEntry } from '../script.ts'
import { textOf } from '../text-of.ts'
import { copyZone } from './copy-zone.ts'

export type RerunSetup = {
  readonly initial: LoadedZone
  readonly limits: Limits
  /** Whose messages are kept. */
  readonly viewer: string
}

/**
 * A game that is run again, entry by entry, through the functions of the server: its door, its step, its frames. What
 * the viewer is sent is kept until it is taken. All that is stored lands; nothing of it is kept but in memory.
 */
export class Rerun {
  readonly #setup: RerunSetup
  readonly #engine: Engine
  readonly #ears: Set<string>
  readonly #time: { now: number; monotonic: number }
  readonly #heard: string[] = []
  readonly #faults: string[] = []
  #zone: Zone

  private constructor(setup: RerunSetup, zone: Zone, from?: Rerun) {
    this.#setup = setup
    this.#zone = zone
    this.#ears = new Set(from === undefined ? [] : from.#ears)
    this.#time = from === undefined ? { now: 0, monotonic: 0 } : { ...from.#time }
    this.#engine = this.#createEngine()
  }

  /** The game at its beginning. */
  static open(setup: RerunSetup, module: Zone['module']): Rerun {
    return new Rerun(setup, openZone(setup.initial, module, setup.limits))
  }

  get zone(): Zone {
    return this.#zone
  }

  get engine(): Engine {
    return this.#engine
  }

  /** What the module did wrong since it was asked last. */
  takeFaults(): readonly string[] {
    return this.#faults.splice(0)
  }

  /** What the viewer was sent since it was asked last. */
  takeHeard(): readonly string[] {
    return this.#heard.splice(0)
  }

  /** What this connection is sent meanwhile. */
  overhear(connectionId: string, work: () => void): readonly string[] {
    const earlier = this.#heard.splice(0)
    this.#ears.add(connectionId)
    work()
    this.#ears.delete(connectionId)
    return this.#heard.splice(0, this.#heard.length, ...earlier)
  }

  /** What is stored of the zone, as lists of zones read it. */
  summary(): ZoneSummary {
    return { zone: this.#storedZone(), members: this.#zone.committed.members.size, recordedTicks: 0 }
  }

  /** Another one, which goes on from here by itself. */
  fork(): Rerun {
    return new Rerun(this.#setup, copyZone(this.#zone, this.#setup.limits), this)
  }

  /** A step takes the time at which it ran when the game was played. */
  async play(entry: ScriptEntry): Promise<void> {
    this.#time.now = entry.now
    this.#time.monotonic = entry.monotonic
    switch (entry.kind) {
      case 'subscribe': {
        const { connectionId, player } = entry.request
        if (player.playerId === this.#setup.viewer) this.#ears.add(connectionId)
        return subscribe(this.#engine, this.#zone, entry.request)
      }
      case 'lost':
        return endSubscription(this.#engine, this.#zone, entry.connectionId)
      case 'leave':
        return leaveZone(this.#engine, this.#zone, entry.request)
      case 'intent': {
        submitIntent(this.#engine, this.#zone, entry.request, () => entry.intentId ?? 'refused')
        return
      }
      case 'crash':
        return this.#crash()
      case 'step':
        return this.#step(entry.time)
      default:
        return assertNever(entry)
    }
  }

  async #step({ tick, now, elapsedMs }: StepTime): Promise<void> {
    const zone = this.#zone
    checkPresence(zone, this.#time.monotonic)
    if (zone.life.status !== 'open') return
    const time = Object.freeze({ tick: Math.max(tick, zone.clockwork.tick + 1), now, elapsedMs })
    await exclusive(zone, () => runStep(this.#engine, zone, time))
  }

  /** Memory is forgotten. */
  #crash(): void {
    const { limits } = this.#setup
    const { module, committed } = this.#zone
    const members = [...committed.members.values()]
    const stored = { zone: this.#storedZone(), members, entities: committed.entities.all() }
    this.#zone = openZone({ ...stored, departed: [], recording: undefined }, module, limits)
    if (members.some(({ disconnectedAt }) => disconnectedAt === null))
      awaitPresence(this.#zone, this.#time.monotonic + limits.presenceGraceMs)
  }

  #storedZone(): StoredZone {
    const { claim, committed } = this.#zone
    const { status, failures, error } = this.#zone.life
    const { tick, at, state, extras, wakeAt } = committed
    assert(status !== 'deleted', 'nothing deletes the zone of a test')
    const changed = { status, failures, error, epoch: claim.epoch, tick, at, state, extras, wakeAt }
    return { ...this.#setup.initial.zone, ...changed, record: false }
  }

  #createEngine(): Engine {
    const time = this.#time
    const clock: Clock = { now: () => time.now, monotonic: () => time.monotonic, after: () => () => {} }
    return createEngine({
      storage: takesEverything(),
      clock,
      limits: this.#setup.limits,
      logger: { debug() {}, info() {}, warn() {}, error: (_fields, message) => void this.#faults.push(message) },
      telemetry: noTelemetry,
      outlet: {
        send: (connectionId, frame) => {
          if (this.#ears.has(connectionId)) this.#heard.push(textOf(frame))
        },
        sendToPlayer: (playerId, text) => {
          if (playerId === this.#setup.viewer) this.#heard.push(text)
        },
        hold: () => () => {},
        close: (connectionId, code, reason) => {
          if (this.#ears.has(connectionId)) this.#heard.push(JSON.stringify({ type: 'closed', code, reason }))
          endSubscription(this.#engine, this.#zone, connectionId)
        },
        began() {},
        ended() {},
        settled() {},
        noticed() {},
      },
      onStep: undefined,
      onCorrupt: () => {},
    })
  }
}

/** A storage that forgets what it took: a rerun is loaded from nothing but its own memory. */
function takesEverything(): Storage {
  const storage = createMemoryStorage()
  return {
    ...storage,
    zones: {
      ...storage.zones,
      commit: async (commits) => commits.map(() => ({ outcome: 'committed' })),
      setStatus: async () => ({ outcome: 'stored' }),
      removeMember: async () => ({ outcome: 'stored' }),
      departMember: async () => ({ outcome: 'stored' }),
    },
  }
}
