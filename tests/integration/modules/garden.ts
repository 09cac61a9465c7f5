import {
  accept,
  type CreateOf,
  debugOnly,
  defineModule,
  type EntityOf,
  type GameEvent,
  type IntentRefusal,
  players,
  refuse,
  type UpdateOf,
  visibleTo,
} from 'gridtick'
import { z } from 'zod'

const width = 16
const molesMax = 4

const kinds = {
  /** Seen by all; its root by its owner alone. */
  flower: z.strictObject({ height: z.int(), root: z.string(), notes: z.record(z.string(), z.string()) }),
  /** Seen by its owner alone. */
  mole: z.strictObject({ lair: z.string() }),
  /** Seen by all, and heavy. */
  stone: z.strictObject({ weight: z.string() }),
}
type Thing = EntityOf<typeof kinds>

/**
 * A garden in which in every tick something is created, moved, changed and deleted, in sight and out of it. What nobody
 * but its owner may know has the word "canary" in it.
 */
export const garden = defineModule({
  name: 'garden',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({
    /** Whether anything happens by itself. */
    grows: z.boolean().default(true),
    flowers: z.int().min(0).max(500).default(12),
    /** Characters of a stone that lies about. */
    stone: z.int().min(0).max(60_000).default(0),
    stones: z.int().min(0).max(4).default(0),
    playersMax: z.int().default(64),
  }),
  entities: kinds,
  intents: {
    plant: z.strictObject({ note: z.string().max(200) }),
    prick: z.strictObject({}),
    /** Wakes the zone up in a while, whether or not somebody is there. */
    alarm: z.strictObject({ afterMs: z.int() }),
    prune: debugOnly(z.strictObject({})),
  },
  state: z.strictObject({ presence: z.array(z.string()), buried: z.string(), alarmAt: z.int().nullable() }),
  extras: z.strictObject({ woken: z.int() }),
  queries: {
    roots: {
      input: z.strictObject({ atMost: z.int().min(1).max(100).optional() }),
      answer: ({ view, playerId, input }) => ({
        roots: view.entities
          .filter(({ ownerId }) => ownerId === playerId)
          .flatMap(({ data }) => ('root' in data ? [String(data.root)] : []))
          .slice(0, input.atMost),
      }),
    },
  },
  redactions: {
    bloom: (entity) =>
      entity.kind === 'flower'
        ? { ...entity, data: { height: entity.data.height, notes: entity.data.notes } }
        : { ...entity, data: {} },
  },
  schedule: { kind: 'interval', everyMs: 40 },

  createZone: ({ config: { stone, stones } }) => ({
    create: Array.from({ length: stones }, (_, x) => ({
      kind: 'stone' as const,
      x,
      y: 0,
      data: { weight: 'm'.repeat(stone) },
    })),
    state: { presence: [], buried: 'canary-state', alarmAt: null },
    extras: { woken: 0 },
  }),

  canJoin: ({ base }) =>
    base.players.length < base.zone.config.playersMax
      ? accept()
      : refuse('garden_full', 'There is no room left in this garden.'),

  onTick({ zone, entities, state, extras, intents, membership, players: members, tick, now, random, newId }) {
    const create: CreateOf<typeof kinds>[] = []
    const update: UpdateOf<Thing>[] = []
    const gone: string[] = []
    const events: GameEvent[] = []
    const refused: IntentRefusal[] = []
    let alarmAt = state.alarmAt

    const sprout = (ownerId: string | null, notes: Record<string, string>) => {
      const id = newId('flower')
      const data = { height: 0, root: `canary-root-of-${ownerId ?? 'nobody'}`, notes }
      create.push({ id, kind: 'flower', x: random.int(0, width - 1), y: 1, ownerId, data })
      return id
    }

    for (const { id: intentId, playerId, type, payload } of intents) {
      if (type === 'plant') {
        const id = sprout(playerId, { note: payload.note })
        events.push({ event: 'planted', payload: { id, root: `canary-event-of-${playerId}` }, to: players([playerId]) })
      } else if (type === 'prick') {
        const details = { depth: `canary-thorn-of-${playerId}` }
        refused.push({ intentId, code: 'thorny', message: 'It has thorns.', details })
      } else if (type === 'alarm') alarmAt = now + payload.afterMs
      else for (const { id } of entities.ofKind('mole')) gone.push(id)
    }

    if (zone.config.grows) {
      const owner = members[tick % (members.length + 1)]?.playerId ?? null
      const flowers = random.shuffle(entities.ofKind('flower'))
      const moles = entities.ofKind('mole').filter(({ id }) => !gone.includes(id))
      sprout(owner, { [`k${tick % 3}`]: `v${tick}` })
      create.push({ kind: 'mole', x: 0, y: 2, ownerId: owner, data: { lair: `canary-lair-of-${owner ?? 'nobody'}` } })
      for (const { id } of excess(flowers, zone.config.flowers)) gone.push(id)
      for (const { id } of excess(moles, molesMax)) gone.push(id)
      for (const flower of flowers) {
        if (flower.kind !== 'flower' || gone.includes(flower.id)) continue
        update.push(growth(flower, tick))
        events.push({ event: 'grown', payload: { id: flower.id }, to: visibleTo(flower.id) })
      }
    }
    const isWoken = alarmAt !== null && alarmAt <= now
    if (isWoken) alarmAt = null
    const presence = membership.map(({ displayName, change }) => `${displayName} ${change}`)
    return {
      create,
      update,
      delete: gone,
      events,
      refuse: refused,
      ...(presence.length === 0 && alarmAt === state.alarmAt
        ? {}
        : { state: { presence: [...state.presence, ...presence], alarmAt }, wakeAt: alarmAt }),
      ...(isWoken ? { extras: { woken: extras.woken + 1 } } : {}),
    }
  },

  getPlayerState: ({ base: { entities, extras }, playerId, redact }) => ({
    entities: [
      ...entities.ofKind('stone'),
      ...entities.ofKind('mole').filter(({ ownerId }) => ownerId === playerId),
      ...entities.ofKind('flower').map((flower) => (flower.ownerId === playerId ? flower : redact(flower, 'bloom'))),
    ],
    extras: { woken: extras.woken },
  }),
})

/** The last of a list that is longer than it may be. */
function excess<Item>(items: readonly Item[], lengthMax: number): readonly Item[] {
  return items.slice(lengthMax)
}

/** Every kind of change in turn: a move, a number, a key that comes, a key that goes. */
function growth({ id, x, data }: Extract<Thing, { kind: 'flower' }>, tick: number): UpdateOf<Thing> {
  const note = `k${tick % 5}`
  const old = Object.keys(data.notes).find((key) => key !== note)
  return {
    id,
    set: { ...(tick % 2 === 0 ? { x: (x + 1) % width } : {}), data: { notes: { [note]: `v${tick}` } } },
    unset: old === undefined ? [] : [['data', 'notes', old]],
    inc: [[['data', 'height'], 1]],
  }
}
