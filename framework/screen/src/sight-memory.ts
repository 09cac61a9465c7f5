import type { CellRange } from './camera.ts'

/** As much of an entity as the memory needs. */
type Seen = { readonly id: string; readonly x: number; readonly y: number; readonly ownerId: string | null }

/** What a player sees now and has seen before, worked out of the views alone. */
export type SightMemory<Entity extends Seen = Seen> = {
  /** Takes in a new view. */
  see(entities: Iterable<Entity>): void
  /** Lit now: squares around the own entities, and each cell where something is seen. They may overlap. */
  readonly lit: readonly CellRange[]
  isLit(x: number, y: number): boolean
  /** Lit now or at any time before. */
  wasSeen(x: number, y: number): boolean
  /** Entities as they were when they were seen last, in cells that are not lit now. */
  readonly remembered: ReadonlyMap<string, Entity>
  /** How far anything was seen from an own entity lately, in cells. */
  readonly radius: number
}

/** Of this many views the farthest sight counts: a sight that shrank is noticed, and an empty stretch does not darken. */
const viewsLately = 40
/** A sight beyond this is taken for something that is known from afar, and lights its own cell only. */
const radiusMax = 64
/** Own entities that light their surroundings; further ones light their own cell. */
const lightsMax = 256
/** A whole grid of 512 × 512. The cells seen longest ago are forgotten. */
const cellsMax = 262_144
/** Entities remembered out of sight; the oldest are forgotten. */
const rememberedMax = 1_000

/**
 * Makes the memory of one player in one zone; another player starts with another one. `radius` fixes how far own
 * entities see (a square, in cells); without it that is learned from what comes into view.
 */
export function createSightMemory<Entity extends Seen>(options: {
  readonly playerId: string
  readonly radius?: number
}): SightMemory<Entity> {
  const cells = new Set<number>()
  const remembered = new Map<string, Entity>()
  const farthest: number[] = []
  let shown: ReadonlyMap<string, Entity> = new Map()
  let lit: readonly CellRange[] = []
  let radius = options.radius ?? 1

  const isLit = (x: number, y: number) => lit.some((range) => isWithin(range, x, y))

  return {
    see(entities) {
      const before = shown
      shown = new Map(Array.from(entities, (entity) => [entity.id, entity]))
      const own = [...shown.values()].filter(({ ownerId }) => ownerId === options.playerId)
      farthest.push(farthestFrom(own, shown.values()))
      if (farthest.length > viewsLately) farthest.shift()
      radius = options.radius ?? Math.max(1, ...farthest)
      lit = litBy(own, shown.values(), radius)
      keepCells(cells, lit)
      for (const [id, entity] of before) if (!shown.has(id)) remembered.set(id, entity)
      for (const [id, { x, y }] of remembered) if (shown.has(id) || isLit(x, y)) remembered.delete(id)
      for (const id of remembered.keys()) {
        if (remembered.size <= rememberedMax) break
        remembered.delete(id)
      }
    },
    get lit() {
      return lit
    },
    isLit,
    wasSeen: (x, y) => cells.has(keyOf(x, y)),
    remembered,
    get radius() {
      return radius
    },
  }
}

function farthestFrom(own: readonly Seen[], all: Iterable<Seen>): number {
  if (own.length === 0) return 0
  const eyes = own.slice(0, lightsMax)
  let farthest = 0
  for (const { x, y } of all) {
    let nearest = Number.POSITIVE_INFINITY
    for (const eye of eyes) nearest = Math.min(nearest, Math.max(Math.abs(eye.x - x), Math.abs(eye.y - y)))
    if (nearest <= radiusMax) farthest = Math.max(farthest, nearest)
  }
  return farthest
}

function litBy(own: readonly Seen[], all: Iterable<Seen>, radius: number): CellRange[] {
  const squares = new Map<number, CellRange>()
  for (const { x, y } of own.slice(0, lightsMax))
    squares.set(keyOf(x, y), { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius })
  const around = [...squares.values()]
  for (const { x, y } of all)
    if (!around.some((range) => isWithin(range, x, y)))
      squares.set(keyOf(x, y), { left: x, top: y, right: x, bottom: y })
  return [...squares.values()]
}

function keepCells(cells: Set<number>, lit: readonly CellRange[]): void {
  for (const { left, top, right, bottom } of lit)
    for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) cells.add(keyOf(x, y))
  for (const key of cells) {
    if (cells.size <= cellsMax) break
    cells.delete(key)
  }
}

function isWithin({ left, top, right, bottom }: CellRange, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom
}

/** One number for a cell; grids reach a million cells to each side. */
function keyOf(x: number, y: number): number {
  return (y + 1_048_576) * 2_097_152 + (x + 1_048_576)
}
