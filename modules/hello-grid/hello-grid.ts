import {
  accept,
  type CreateOf,
  carryOut,
  type DraftOf,
  debugOnly,
  defineModule,
  draftTick,
  type EntityOf,
  intent,
  type MembershipChange,
  ownedBy,
  type Position,
  refuse,
  visibleTo,
  withinRadius,
  type ZonePlayer,
} from 'gridtick'
import { z } from 'zod'

const kinds = {
  walker: z.strictObject({ name: z.string(), pebbles: z.int().min(0) }),
  pebble: z.strictObject({}),
}

/** What the game is made of: the functions below have their types from it. */
const game = {
  config: z.strictObject({
    width: z.int().min(4).max(512).default(32),
    height: z.int().min(4).max(512).default(32),
    sight: z.int().min(1).max(64).default(5),
    pebbles: z.int().min(0).max(2_000).default(40),
    playersMax: z.int().min(1).max(1_024).default(64),
  }),
  entities: kinds,
  extras: z.strictObject({ pebblesLeft: z.int().min(0) }),
  view: {
    entities: {
      walker: z.strictObject({ name: z.string(), pebbles: z.int().optional() }),
      pebble: z.strictObject({}),
    },
    extras: z.strictObject({ pebblesLeft: z.int() }),
  },
  events: {
    said: z.strictObject({ from: z.string(), name: z.string(), text: z.string() }),
    'pebble.taken': z.strictObject({ by: z.string().nullable(), left: z.int() }),
  },
  refusals: {
    zone_full: 'As many players as the zone holds are in it.',
    no_walker: 'The player has no walker here.',
    off_grid: 'The grid ends before that cell.',
    blocked: 'Another walker stands on that cell.',
  },
}

/** The zone during one tick, as it is by now. */
type Draft = DraftOf<typeof game>

type Thing = EntityOf<typeof kinds>
type Walker = EntityOf<typeof kinds, 'walker'>

const direction = z
  .strictObject({ dx: z.int().min(-1).max(1), dy: z.int().min(-1).max(1) })
  .refine(({ dx, dy }) => dx !== 0 || dy !== 0, 'A step goes somewhere: dx and dy are not both 0.')

/** Walkers on a grid pick up pebbles, and see what is near them. modules/README.md builds this module step by step. */
export const helloGrid = defineModule({
  ...game,
  name: 'hello-grid',
  version: '1.0.0',
  stateVersion: 1,
  description: 'Walk on a grid, pick up pebbles, say hello.',
  publicConfig: ['sight', 'playersMax'],
  intents: {
    step: intent(direction, (draft: Draft, { playerId, payload: { dx, dy } }) => {
      const walker = walkerOf(draft, playerId)
      return walker === undefined ? noWalker : walk(draft, walker, { x: walker.x + dx, y: walker.y + dy })
    }),
    say: intent(
      z.strictObject({ text: z.string().min(1).max(200) }),
      (draft: Draft, { playerId, payload: { text } }) => {
        const walker = walkerOf(draft, playerId)
        if (walker === undefined) return noWalker
        draft.emit('said', { from: playerId, name: walker.data.name, text }, visibleTo(walker.id))
      },
    ),
    teleport: intent(debugOnly(z.strictObject({ x: z.int(), y: z.int() })), (draft: Draft, { playerId, payload }) => {
      const walker = walkerOf(draft, playerId)
      return walker === undefined ? noWalker : walk(draft, walker, payload)
    }),
  },
  redactions: {
    stranger: (entity) => (entity.kind === 'walker' ? { ...entity, data: { name: entity.data.name } } : entity),
  },
  schedule: { kind: 'interval', everyMs: 250 },

  createZone({ config: { width, height, pebbles }, random }) {
    const cells = random.shuffle(Array.from({ length: width * height }, (_, index) => cellAt(index, width)))
    const create = Array.from({ length: pebbles }, (_, index): CreateOf<typeof kinds> => {
      const { x, y } = cells[index % cells.length] as Position
      return { kind: 'pebble', x, y, data: {} }
    })
    return { create, extras: { pebblesLeft: pebbles } }
  },

  canJoin({ base }) {
    const { playersMax, width, height } = base.zone.config
    const room = Math.min(playersMax, width * height)
    return base.players.length < room ? accept() : refuse('zone_full', `This zone holds ${room} players.`)
  },

  onTick(tick) {
    const draft = draftTick(tick)
    for (const { playerId, change } of tick.membership) if (change === 'left') removeWalker(draft, playerId)
    for (const { playerId } of tick.players.filter((player) => removalAt(player) <= tick.now)) {
      removeWalker(draft, playerId)
      draft.removePlayer(playerId)
    }
    for (const member of tick.membership) if (member.change === 'joined') placeWalker(draft, member)
    carryOut(tick, draft)
    draft.wakeAt(nextRemoval(draft))
    return draft.result()
  },

  getPlayerState({ base, playerId, redactEach }) {
    const [own] = ownedBy(base.entities, playerId)
    const near = own === undefined ? [] : withinRadius(base.entities, own, base.zone.config.sight)
    return {
      entities: redactEach(near, ({ kind, ownerId }) =>
        kind === 'walker' && ownerId !== playerId ? 'stranger' : undefined,
      ),
      extras: base.extras,
    }
  },

  seesCell({ base, playerId, x, y }) {
    const { sight } = base.zone.config
    return ownedBy(base.entities, playerId).some(
      (walker) => Math.abs(walker.x - x) <= sight && Math.abs(walker.y - y) <= sight,
    )
  },
})

const noWalker = refuse('no_walker', 'You have no walker here.')

function walkerOf({ entities }: Draft, playerId: string): Walker | undefined {
  return entities.ownedBy(playerId).find((entity) => entity.kind === 'walker')
}

/** Brings a walker to a cell, where it picks up the pebbles. */
function walk(draft: Draft, walker: Walker, to: Position) {
  const { entities, zone } = draft
  if (!isOnGrid(to, zone.config)) return refuse('off_grid', 'The grid ends there.')
  const there = entities.at(to.x, to.y)
  if (there.some(({ kind, id }) => kind === 'walker' && id !== walker.id))
    return refuse('blocked', 'Somebody stands there.')
  let moved = entities.change(walker, to)
  for (const pebble of there.filter(({ kind }) => kind === 'pebble')) moved = pickUp(draft, moved, pebble)
  return undefined
}

function pickUp(draft: Draft, walker: Walker, pebble: Thing): Walker {
  draft.entities.delete(pebble)
  draft.changeExtras({ pebblesLeft: draft.extras.pebblesLeft - 1 })
  draft.emit('pebble.taken', { by: walker.ownerId, left: draft.extras.pebblesLeft }, visibleTo(walker.id))
  return draft.entities.change(walker, { data: { pebbles: walker.data.pebbles + 1 } })
}

/** A new player gets a walker on a free cell. */
function placeWalker(draft: Draft, { playerId, displayName }: MembershipChange): void {
  const { x, y } = freeCell(draft)
  draft.entities.create({ kind: 'walker', x, y, ownerId: playerId, data: { name: displayName, pebbles: 0 } })
}

/** A player who leaves takes the walker along. */
function removeWalker({ entities }: Draft, playerId: string): void {
  for (const walker of entities.ownedBy(playerId)) entities.delete(walker)
}

/** Who has had no socket for this long is removed. */
const awayMaxMs = 10 * 60_000

/** When the player is removed (ms since the epoch): never, while a socket is there. */
function removalAt({ disconnectedAt }: ZonePlayer): number {
  return disconnectedAt === null ? Number.POSITIVE_INFINITY : disconnectedAt + awayMaxMs
}

/** When the next player is removed; null: none, as things are. */
function nextRemoval({ players, now }: Draft): number | null {
  const next = Math.min(...players.map(removalAt).filter((at) => at > now))
  return Number.isFinite(next) ? next : null
}

type Size = { readonly width: number; readonly height: number }

/** Cells are counted row by row. */
function cellAt(index: number, width: number): Position {
  return { x: index % width, y: Math.floor(index / width) }
}

function isOnGrid({ x, y }: Position, { width, height }: Size): boolean {
  return x >= 0 && y >= 0 && x < width && y < height
}

/** The first cell where nobody stands, from a random one on. canJoin sees to it that there is one. */
function freeCell({ entities, zone, random }: Draft): Position {
  const { width, height } = zone.config
  const start = random.int(0, width * height - 1)
  for (let offset = 0; offset < width * height; offset++) {
    const cell = cellAt((start + offset) % (width * height), width)
    if (entities.at(cell.x, cell.y).every(({ kind }) => kind !== 'walker')) return cell
  }
  throw new Error('A player joined though each cell is taken.')
}
