import { createEntityTable, createRandom } from '@gridtick/engine/testing'
import type { Entity, EntityTable, MembershipChange, ZonePlayer } from 'gridtick'
import { mergeDeep, putFields } from 'gridtick/internal'
import { dominion } from '../../../modules/dominion/dominion.ts'
import { kinds } from '../../../modules/dominion/kinds.ts'
import { intents } from '../../../modules/dominion/lobby/intents.ts'
import { ordersSchema } from '../../../modules/dominion/orders/orders-schema.ts'
import { view as shown } from '../../../modules/dominion/view.ts'

type Fields = { readonly [key: string]: unknown }

/** What the hooks of the module are, to one who calls them by hand. */
type Hooks = {
  readonly [Name in 'createZone' | 'onTick' | 'onTurn' | 'getPlayerState' | 'checkOrders']: (context: object) => unknown
}

const hooks = dominion as unknown as Hooks

export type Told = {
  readonly event: string
  readonly payload: Fields
  readonly to: { readonly kind: string; readonly playerIds?: readonly string[] }
}

type Step = {
  readonly create?: readonly Entity[]
  readonly update?: readonly { id: string; set?: Fields; replace?: { data?: Fields }; unset?: readonly string[][] }[]
  readonly delete?: readonly string[]
  readonly state?: Fields
  readonly events?: readonly Told[]
  readonly refuse?: readonly { readonly code: string }[]
  readonly end?: { readonly result: unknown }
  readonly turns?: 'start' | 'pause'
  readonly summaries?: { readonly public?: string; readonly players?: Readonly<Record<string, string>> }
}

export type Packets = Readonly<Record<string, unknown>>

/**
 * A game whose hooks a test calls by hand: the committed state is kept here, and each entity is read with its schema, as the engine
 * does.
 */
export class PlayedGame {
  readonly config: ReturnType<typeof dominion.config.parse>
  readonly #entities = new Map<string, Entity>()
  /** Made when it is asked for, after a change. */
  #table: EntityTable<Entity<string, Fields>> | undefined
  readonly #seed: string
  #players: ZonePlayer[] = []
  #tick = 0
  #state: Fields = {}
  phase: 'waiting' | 'open' = 'waiting'
  turn = 1
  result: unknown
  last: Step = {}

  constructor(config: object, seed: string) {
    this.config = dominion.config.parse(config)
    this.#seed = seed
    const made = hooks.createZone({
      config: this.config,
      random: createRandom(`${seed}:create`),
      newId: this.#newId(),
      now: 0,
    })
    this.#take(made as Step)
  }

  /** Another game that is the same until now, with the entities as `vary` leaves them. */
  copy(vary: (entity: Entity) => Entity = (entity) => entity): PlayedGame {
    const other = new PlayedGame(this.config, this.#seed)
    other.#entities.clear()
    other.#table = undefined
    for (const entity of this.#entities.values()) other.put(vary(entity))
    other.#players = [...this.#players]
    other.#tick = this.#tick
    other.#state = this.#state
    other.phase = this.phase
    other.turn = this.turn
    return other
  }

  get entities(): EntityTable<Entity<string, Fields>> {
    this.#table ??= createEntityTable(this.#entities.values()) as unknown as EntityTable<Entity<string, Fields>>
    return this.#table
  }

  get state(): Fields {
    return this.#state
  }

  get playerIds(): readonly string[] {
    return this.#players.map(({ playerId }) => playerId)
  }

  put(entity: Entity): void {
    this.#table = undefined
    const data = kinds[entity.kind as 'fleet'].parse(entity.data)
    this.#entities.set(entity.id, { ...entity, data })
  }

  remove(id: string): void {
    this.#table = undefined
    this.#entities.delete(id)
  }

  join(...playerIds: string[]): this {
    for (const playerId of playerIds) {
      const player = { playerId, displayName: `House ${playerId}`, disconnectedAt: null }
      this.#players.push(player)
      this.tick([{ playerId, displayName: player.displayName, change: 'joined' }])
    }
    return this
  }

  leave(playerId: string): void {
    this.#players = this.#players.filter((player) => player.playerId !== playerId)
    this.tick([{ playerId, displayName: playerId, change: 'left' }])
  }

  intent(playerId: string, type: keyof typeof intents, payload: object = {}): Step {
    return this.tick([], [{ id: 'intent-1', playerId, role: 'player', type, payload, receivedAt: 0 }])
  }

  tick(membership: readonly MembershipChange[] = [], given: readonly object[] = []): Step {
    this.#tick += 1
    const handlers = Object.fromEntries(
      Object.entries(intents).map(([type, one]) => [type, (one as unknown as { handler: unknown }).handler]),
    )
    return this.#take(hooks.onTick({ ...this.#setting(), membership, intents: given, handlers }) as Step)
  }

  /** Resolves a turn: who is not named handed in nothing. */
  resolve(packets: Packets = {}): Step {
    this.#tick += 1
    const orders = this.playerIds
      .filter((playerId) => dominion.mustOrder?.({ base: this.#base(), playerId } as never) ?? true)
      .toSorted()
      .map((playerId) => {
        const source = packets[playerId] === undefined ? 'default' : 'player'
        return { playerId, source, orders: ordersSchema.parse(packets[playerId] ?? {}), receivedAt: 0 }
      })
    const step = this.#take(
      hooks.onTurn({ ...this.#setting(), membership: [], intents: [], handlers: {}, reason: 'ready', orders }) as Step,
    )
    this.turn += 1
    return step
  }

  view(playerId: string) {
    const { redactions } = dominion as unknown as { redactions: Record<string, (entity: Entity) => Entity> }
    const redact = (entity: Entity, label: string) => redactions[label]?.(entity) as Entity
    const redactEach = (all: readonly Entity[], labelOf: (entity: Entity) => string | undefined) =>
      all.map((entity) => {
        const label = labelOf(entity)
        return label === undefined ? entity : redact(entity, label)
      })
    const seen = hooks.getPlayerState({ base: this.#base(), playerId, redact, redactEach }) as {
      entities: Entity<string, Fields>[]
      extras: object
    }
    for (const { kind, data } of seen.entities) shown.entities[kind as 'fleet'].parse(data)
    return { entities: seen.entities, extras: shown.extras.parse(seen.extras) }
  }

  check(playerId: string, orders: unknown) {
    const context = { zone: this.#zone(), turn: this.#turn(), view: this.view(playerId), playerId }
    return hooks.checkOrders({ ...context, orders: ordersSchema.parse(orders) }) as {
      accepted: boolean
      code?: string
      message?: string
      details?: Fields
    }
  }

  /** The same for the same world. */
  dump(): string {
    return JSON.stringify([this.entities.all(), this.#state])
  }

  of(playerId: string, kind: string): readonly Entity<string, Fields>[] {
    return this.entities.ownedBy(playerId).filter((entity) => entity.kind === kind)
  }

  #zone() {
    return { id: 'zone-1', name: 'Test', config: this.config, everyMs: 1_000 }
  }

  #turn() {
    return { number: this.turn, phase: this.phase, openedAt: 0, endsAt: null }
  }

  #base() {
    const { entities, state } = this
    return {
      zone: this.#zone(),
      tick: this.#tick,
      now: 0,
      entities,
      state,
      extras: {},
      players: this.#players,
      turn: this.#turn(),
    }
  }

  #setting() {
    const nothing = () => {}
    const log = { debug: nothing, info: nothing, warn: nothing, error: nothing }
    const random = createRandom(`${this.#seed}:${this.#tick}`)
    return {
      ...this.#base(),
      elapsedMs: 1_000,
      random,
      newId: this.#newId(),
      log,
      count: nothing,
      observe: nothing,
      metrics: {},
    }
  }

  #newId() {
    let count = 0
    return (kind: string) => `${kind}-${this.#tick}-${count++}`
  }

  #take(step: Step): Step {
    for (const entity of step.create ?? []) this.put({ ...entity, ownerId: entity.ownerId ?? null })
    for (const update of step.update ?? []) {
      const before = this.#entities.get(update.id)
      if (before === undefined) throw new Error(`There is no ${update.id} to change.`)
      const { data, ...place } = update.set ?? {}
      const merged = putFields(mergeDeep(before.data, data ?? {}) as Fields, update.replace?.data ?? {})
      this.put({ ...before, ...place, data: merged } as Entity)
    }
    this.#table = undefined
    for (const id of step.delete ?? []) if (!this.#entities.delete(id)) throw new Error(`There is no ${id} to delete.`)
    this.#state = dominion.state.parse({ ...this.#state, ...step.state }) as Fields
    if (step.turns === 'start') this.phase = 'open'
    if (step.end !== undefined) this.result = step.end.result
    this.last = step
    return step
  }
}

/** A game that has begun, with so many houses: a, b, c … */
export function beginGame(houses = 2, seed = 'seed', config: object = {}): PlayedGame {
  const names = Array.from({ length: houses }, (_, index) => String.fromCharCode(97 + index))
  return new PlayedGame({ houses, width: 16, height: 16, ...config }, seed).join(...names)
}
