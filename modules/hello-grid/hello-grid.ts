import {
  accept,
  type CreateOf,
  debugOnly,
  defineModule,
  type EntityOf,
  type GameEvent,
  type IntentRefusal,
  ownedBy,
  type Position,
  refuse,
  type UpdateOf,
  union,
  visibleTo,
  withinRadius,
  type ZonePlayer,
} from 'gridtick'
import { z } from 'zod'

const kinds = {
  walker: z.strictObject({ name: z.string(), pebbles: z.int().min(0) }),
  pebble: z.strictObject({}),
}

/** A walker as it stands by now: the table itself does not move during a tick. */
type Walker = { readonly id: string; readonly playerId: string | null; readonly name: string; x: number; y: number }

/** Walkers on a grid pick up pebbles, and see what is near them. modules/README.md builds this module step by step. */
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
  publicConfig: ['sight', 'playersMax'],
  entities: kinds,
  extras: z.strictObject({ pebblesLeft: z.int().min(0) }),
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
    const cells = random.shuffle(Array.from({ length: width * height }, (_, index) => cellAt(index, width)))
    const create = Array.from({ length: pebbles }, (_, index) => {
      const { x, y } = cells[index % cells.length] as Position
      return { kind: 'pebble' as const, x, y, data: {} }
    })
    return { create, extras: { pebblesLeft: pebbles } }
  },

  canJoin({ base }) {
    const { playersMax, width, height } = base.zone.config
    const room = Math.min(playersMax, width * height)
    return base.players.length < room ? accept() : refuse('zone_full', `This zone holds ${room} players.`)
  },

  onTick({ zone, entities, extras, intents, membership, players, now, random, newId }) {
    const { width, height } = zone.config
    const create: CreateOf<typeof kinds>[] = []
    const update: UpdateOf<EntityOf<typeof kinds>>[] = []
    const gone = new Set<string>()
    const events: GameEvent[] = []
    const refusals: IntentRefusal[] = []
    let { pebblesLeft } = extras

    // Who left, or was away for too long, takes the walker along.
    const left = membership.filter(({ change }) => change === 'left')
    const removed = players.filter((player) => removalAt(player) <= now)
    for (const { playerId } of [...left, ...removed]) for (const { id } of entities.ownedBy(playerId)) gone.add(id)

    const walkers: Walker[] = entities
      .ofKind('walker')
      .filter(({ id }) => !gone.has(id))
      .map(({ id, ownerId, data, x, y }) => ({ id, playerId: ownerId, name: data.name, x, y }))
    const walkerAt = (at: Position) => walkers.find(({ x, y }) => x === at.x && y === at.y)

    for (const { playerId, displayName, change } of membership) {
      if (change !== 'joined') continue
      const { x, y } = freeCell(random.int(0, width * height - 1), zone.config, walkerAt)
      const id = newId('walker')
      walkers.push({ id, playerId, name: displayName, x, y })
      create.push({ id, kind: 'walker', x, y, ownerId: playerId, data: { name: displayName, pebbles: 0 } })
    }

    for (const { id: intentId, playerId, type, payload } of intents) {
      const walker = walkers.find((candidate) => candidate.playerId === playerId)
      if (walker === undefined) {
        refusals.push({ intentId, code: 'no_walker', message: 'You have no walker here.' })
        continue
      }
      if (type === 'say') {
        const said = { from: playerId, name: walker.name, text: payload.text }
        events.push({ event: 'said', payload: said, to: visibleTo(walker.id) })
        continue
      }
      const to = type === 'step' ? { x: walker.x + payload.dx, y: walker.y + payload.dy } : payload
      const other = walkerAt(to)
      if (!isOnGrid(to, zone.config)) {
        refusals.push({ intentId, code: 'off_grid', message: 'The grid ends there.' })
        continue
      }
      if (other !== undefined && other !== walker) {
        refusals.push({ intentId, code: 'blocked', message: 'Somebody stands there.' })
        continue
      }
      walker.x = to.x
      walker.y = to.y
      update.push({ id: walker.id, set: to })
      for (const { id, kind } of entities.at(to.x, to.y)) {
        if (kind !== 'pebble' || gone.has(id)) continue
        gone.add(id)
        pebblesLeft -= 1
        update.push({ id: walker.id, inc: [[['data', 'pebbles'], 1]] })
        const taken = { by: playerId, left: pebblesLeft }
        events.push({ event: 'pebble.taken', payload: taken, to: visibleTo(walker.id) })
      }
    }

    const nextRemoval = Math.min(...players.map(removalAt).filter((at) => at > now))
    return {
      create,
      update,
      delete: [...gone],
      extras: { pebblesLeft },
      events,
      refuse: refusals,
      removePlayers: removed.map(({ playerId }) => playerId),
      wakeAt: Number.isFinite(nextRemoval) ? nextRemoval : null,
    }
  },

  getPlayerState({ base, playerId, redact }) {
    const own = ownedBy(base.entities, playerId)
    const near = own.flatMap((walker) => withinRadius(base.entities, walker, base.zone.config.sight))
    const others = near.filter(({ ownerId }) => ownerId !== playerId).map((entity) => redact(entity, 'stranger'))
    return { entities: union(own, others), extras: base.extras }
  },

  seesCell({ base, playerId, x, y }) {
    const { sight } = base.zone.config
    return ownedBy(base.entities, playerId).some(
      (walker) => Math.abs(walker.x - x) <= sight && Math.abs(walker.y - y) <= sight,
    )
  },
})

/** Who has had no socket for this long is removed. */
const awayMaxMs = 10 * 60_000

/** When the player is removed (ms since the epoch): never, while a socket is there. */
function removalAt({ disconnectedAt }: ZonePlayer): number {
  return disconnectedAt === null ? Number.POSITIVE_INFINITY : disconnectedAt + awayMaxMs
}

type Size = { readonly width: number; readonly height: number }

/** Cells are counted row by row. */
function cellAt(index: number, width: number): Position {
  return { x: index % width, y: Math.floor(index / width) }
}

function isOnGrid({ x, y }: Position, { width, height }: Size): boolean {
  return x >= 0 && y >= 0 && x < width && y < height
}

/** The first cell from `start` on where nobody stands. canJoin sees to it that there is one. */
function freeCell(start: number, { width, height }: Size, walkerAt: (at: Position) => Walker | undefined): Position {
  for (let offset = 0; offset < width * height; offset++) {
    const cell = cellAt((start + offset) % (width * height), width)
    if (walkerAt(cell) === undefined) return cell
  }
  throw new Error('A player joined though each cell is taken.')
}
