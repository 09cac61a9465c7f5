import {
  accept,
  type CreateOf,
  debugOnly,
  defineModule,
  type EntityOf,
  type EntityTable,
  type GameEvent,
  type IntentRefusal,
  type Random,
  refuse,
  type UpdateOf,
  union,
  visibleTo,
  withinRadius,
} from 'gridtick'
import { z } from 'zod'

/** A member whose last socket was lost this long ago is removed. */
const awayMaxMs = 10 * 60_000

const kinds = {
  walker: z.strictObject({ name: z.string(), pebbles: z.int().min(0) }),
  pebble: z.strictObject({}),
}
type Thing = EntityOf<typeof kinds>

/** Walkers on a grid pick up pebbles, and see what is near them. The tutorial builds this module step by step. */
export const helloGrid = defineModule({
  name: 'hello-grid',
  version: '1.0.0',
  stateVersion: 1,
  description: 'Walk on a grid, pick up pebbles, say hello.',
  config: z.strictObject({
    width: z.int().min(4).max(512).default(32),
    height: z.int().min(4).max(512).default(32),
    sight: z.int().min(1).max(64).default(5),
    pebbles: z.int().min(0).max(2_000).default(40),
    playersMax: z.int().min(1).max(1_024).default(64),
  }),
  entities: kinds,
  intents: {
    step: z
      .strictObject({ dx: z.int().min(-1).max(1), dy: z.int().min(-1).max(1) })
      .refine(({ dx, dy }) => dx !== 0 || dy !== 0, 'A step goes somewhere: dx and dy are not both 0.'),
    say: z.strictObject({ text: z.string().min(1).max(200) }),
    teleport: debugOnly(z.strictObject({ x: z.int(), y: z.int() })),
  },
  redactions: {
    stranger: (entity) => (entity.kind === 'walker' ? { ...entity, data: { name: entity.data.name } } : entity),
  },
  schedule: { kind: 'interval', everyMs: 250 },

  createZone({ config: { width, height, pebbles }, random }) {
    const cells = random.shuffle(Array.from({ length: width * height }, (_, cell) => cell))
    const places = Array.from({ length: pebbles }, (_, index) => cells[index % cells.length] ?? 0)
    return {
      create: places.map((cell) => ({
        kind: 'pebble' as const,
        x: cell % width,
        y: Math.floor(cell / width),
        data: {},
      })),
    }
  },

  canJoin({ base }) {
    const { playersMax, width, height } = base.zone.config
    const room = Math.min(playersMax, width * height)
    return base.players.length < room ? accept() : refuse('zone_full', `This zone holds ${room} players.`)
  },

  onTick({ zone, entities, intents, membership, players, now, random, newId }) {
    const board = createBoard(entities, zone.config)
    const events: GameEvent[] = []
    const refused: IntentRefusal[] = []

    for (const { playerId, displayName, change } of membership)
      if (change === 'joined') board.enter({ id: newId('walker'), playerId, name: displayName }, random)

    for (const { id: intentId, playerId, type, payload } of intents) {
      const walker = board.walkerOf(playerId)
      if (walker === undefined) {
        refused.push({ intentId, code: 'no_walker', message: 'You have no walker here.' })
      } else if (type === 'say') {
        const said = { from: playerId, name: walker.name, text: payload.text }
        events.push({ event: 'said', payload: said, to: visibleTo(walker.id) })
      } else {
        const to = type === 'step' ? { x: walker.x + payload.dx, y: walker.y + payload.dy } : payload
        const refusal = board.whyNot(to)
        if (refusal !== undefined) refused.push({ intentId, ...refusal })
        else
          for (const left of board.move(walker, to))
            events.push({ event: 'pebble.taken', payload: { by: playerId, left }, to: visibleTo(walker.id) })
      }
    }

    const away = players.flatMap(({ playerId, disconnectedAt }) =>
      disconnectedAt === null ? [] : [{ playerId, removeAt: disconnectedAt + awayMaxMs }],
    )
    const removed = away.filter(({ removeAt }) => removeAt <= now)
    const left = membership.filter(({ change }) => change === 'left')
    for (const { playerId } of [...left, ...removed]) board.leave(playerId)
    return {
      ...board.deltas(),
      events,
      refuse: refused,
      removePlayers: removed.map(({ playerId }) => playerId),
      wakeAt: earliest(away.filter(({ removeAt }) => removeAt > now).map(({ removeAt }) => removeAt)),
    }
  },

  getPlayerState({ base, playerId, redact }) {
    const own = base.entities.ownedBy(playerId)
    const near = own.flatMap((walker) => withinRadius(base.entities, walker, base.zone.config.sight))
    const others = near.filter(({ ownerId }) => ownerId !== playerId).map((entity) => redact(entity, 'stranger'))
    return { entities: union(own, others), extras: { pebblesLeft: base.entities.ofKind('pebble').length } }
  },
})

type Cell = { readonly x: number; readonly y: number }
type Walker = Cell & { readonly id: string; readonly playerId: string; readonly name: string }

/** The grid during one tick: what is stored, and what moved or came since. */
function createBoard(entities: EntityTable<Thing>, { width, height }: { width: number; height: number }) {
  const create: CreateOf<typeof kinds>[] = []
  const update: UpdateOf<Thing>[] = []
  const gone = new Set<string>()
  /** Walkers that came or moved in this tick, by player, where they are by now. */
  const moved = new Map<string, Walker>()

  const isBlocked = ({ x, y }: Cell) =>
    entities.at(x, y).some(({ kind, ownerId }) => kind === 'walker' && !moved.has(ownerId ?? '')) ||
    [...moved.values()].some((walker) => walker.x === x && walker.y === y)

  const freeCell = (random: Random): Cell | undefined => {
    const start = random.int(0, width * height - 1)
    for (let offset = 0; offset < width * height; offset++) {
      const cell = (start + offset) % (width * height)
      const place = { x: cell % width, y: Math.floor(cell / width) }
      if (!isBlocked(place)) return place
    }
    return undefined
  }

  return {
    enter({ id, playerId, name }: { id: string; playerId: string; name: string }, random: Random): void {
      const cell = freeCell(random)
      if (cell === undefined) return
      create.push({ id, kind: 'walker', ...cell, ownerId: playerId, data: { name, pebbles: 0 } })
      moved.set(playerId, { id, playerId, name, ...cell })
    },
    walkerOf(playerId: string): Walker | undefined {
      const stored = entities.ownedBy(playerId)[0]
      if (moved.has(playerId) || stored?.kind !== 'walker') return moved.get(playerId)
      return { id: stored.id, playerId, name: stored.data.name, x: stored.x, y: stored.y }
    },
    whyNot(to: Cell): { code: string; message: string } | undefined {
      if (to.x < 0 || to.y < 0 || to.x >= width || to.y >= height)
        return { code: 'off_grid', message: 'The grid ends there.' }
      return isBlocked(to) ? { code: 'blocked', message: 'Somebody stands there.' } : undefined
    },
    /** Moves a walker onto a free cell. Answers how many pebbles are left after each one it picks up there. */
    move(walker: Walker, { x, y }: Cell): number[] {
      moved.set(walker.playerId, { ...walker, x, y })
      update.push({ id: walker.id, set: { x, y } })
      const pebbles = entities.at(x, y).filter(({ id, kind }) => kind === 'pebble' && !gone.has(id))
      return pebbles.map(({ id }) => {
        gone.add(id)
        update.push({ id: walker.id, inc: [[['data', 'pebbles'], 1]] })
        return entities.ofKind('pebble').length - gone.size
      })
    },
    leave(playerId: string): void {
      for (const { id } of entities.ownedBy(playerId)) gone.add(id)
    },
    /** An update of what is deleted would be an error: who leaves has done nothing. */
    deltas: () => ({ create, update: update.filter(({ id }) => !gone.has(id)), delete: [...gone] }),
  }
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times)
}
