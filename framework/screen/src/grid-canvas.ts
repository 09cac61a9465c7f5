import { adoptStyles } from './adopt-styles.ts'
import { type CellRange, cellAt, type Point, type Size } from './camera.ts'
import { drawGrid, type Shown } from './draw-grid.ts'
import { element } from './element.ts'
import { createFollowingCamera } from './following-camera.ts'
import { createGlides } from './glides.ts'
import { listenToGestures } from './grid-gestures.ts'
import { createLooks, type GridEntity, type Look, type Looks } from './look.ts'
import { createPalette } from './palette.ts'
import { createSightMemory } from './sight-memory.ts'
import { createSpeech } from './speech.ts'

export type GridCanvasOptions<Entity extends GridEntity> = {
  /** Whose eyes it is seen through: entities of this player are marked, and the picture follows them. */
  readonly playerId: string
  /** What the picture is, for those who cannot see it. */
  readonly label: string
  /** How entities are drawn, by kind. Kinds without a look get a shape and a colour of their own. */
  readonly looks?: Looks<Entity>
  /**
   * What of the grid is lit. `learned` (default): around the own entities as far as anything was seen lately; a number:
   * that many cells around them; `all`: everything, without fog.
   */
  readonly sight?: 'learned' | 'all' | number | undefined
  /** Where the grid ends, which `zone.bounds` says: cells from 0 to width − 1 and height − 1. */
  readonly bounds?: { readonly width: number; readonly height: number } | undefined
  /** The person points at a cell, or no longer at any. Nearest to the eye comes first. */
  readonly onPoint?: (pointed: PointedCell<Entity> | undefined) => void
  /** The person clicks or taps a cell. */
  readonly onPick?: (picked: PointedCell<Entity>) => void
}

export type PointedCell<Entity extends GridEntity> = {
  readonly x: number
  readonly y: number
  /** What is seen or remembered there. */
  readonly entities: readonly Entity[]
}

/** A grid on a canvas, with fog, that one can move and zoom. Made by `createGridCanvas`. */
export type GridCanvas<Entity extends GridEntity> = {
  /** To be put where it shall stand. It fills its parent's width, and is as high as the style of its parent says. */
  readonly root: HTMLElement
  /** Shows these entities from now on. */
  show(entities: Iterable<Entity>): void
  /** Shows a speech bubble at an entity for some seconds. */
  say(entityId: string, text: string): void
  /** The look in force for a kind, for a legend. */
  lookOf(kind: string): Look<Entity>
  /** Resolves a colour name of a look. */
  colour(name: string): string
  /** Marks a cell as if the person pointed at it. */
  point(cell: Point | undefined): void
  /** Looks at the own entities again, and stays with them. */
  follow(): void
  /** Nearer (above 1) or farther. */
  zoom(factor: number): void
  /** Takes it out of the page, and ends what it listens to. */
  remove(): void
}

const glideMs = 130

const styles = `
.grid-canvas { position: relative; min-width: 0; height: 100%; min-height: 12rem; overflow: hidden;
  background: repeating-linear-gradient(45deg, var(--fog) 0 7px, var(--line) 7px 8px); }
.grid-canvas canvas { position: absolute; inset: 0; width: 100%; height: 100%; touch-action: none; cursor: grab; }
.grid-canvas canvas:active { cursor: grabbing; }
.grid-canvas canvas:focus-visible { outline-offset: -3px; }
`

/** Makes a grid to show entities on. It draws itself again when something changed, and only then. */
export function createGridCanvas<Entity extends GridEntity = GridEntity>(
  options: GridCanvasOptions<Entity>,
): GridCanvas<Entity> {
  adoptStyles(styles)
  const { playerId, sight: lighting = 'learned' } = options
  const canvas = element('canvas', { tabindex: 0, role: 'img', 'aria-label': options.label })
  const root = element('div', { class: 'grid-canvas' }, canvas)
  const context = canvas.getContext('2d')
  const mayMove = matchMedia('(prefers-reduced-motion: no-preference)')
  const glides = createGlides(mayMove.matches ? glideMs : 0)
  const memory = createSightMemory<Entity>({ playerId, ...(typeof lighting === 'number' ? { radius: lighting } : {}) })
  // Without fog nothing is remembered: all there is, is seen.
  const remembered = () => (lighting === 'all' ? [] : [...memory.remembered.values()])
  const lookOf = createLooks<Entity>(options.looks)
  const palette = createPalette(root, () => redraw())
  const speech = createSpeech(() => redraw())
  const camera = createFollowingCamera()

  let size: Size = { width: 0, height: 0 }
  let entities: readonly Entity[] = []
  let pointed: Point | undefined
  let edges: Partial<CellRange> = edgesOf(options.bounds)
  let frame = 0

  function redraw(): void {
    if (frame === 0) frame = requestAnimationFrame(paint)
  }

  function paint(nowMs: number): void {
    frame = 0
    if (context === null || size.width === 0 || size.height === 0) return
    const shown = entities.map((entity) => toShown(entity, nowMs))
    const own = shown.find(({ isOwn }) => isOwn)?.at
    camera.follow({ own, any: shown[0]?.at }, { size, radius: memory.radius, bounds: options.bounds })
    const ratio = devicePixelRatio
    fitPixels(canvas, size, ratio)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    drawGrid(context, {
      camera: camera.now,
      size,
      entities: [...remembered().map((entity) => toRemembered(entity)), ...shown],
      sight: lighting === 'all' ? undefined : memory,
      bounds: edges,
      pointed,
      speech: speech.spoken.flatMap(({ id, text }) => {
        const at = glides.at(id, nowMs)
        return at === undefined ? [] : [{ at, text }]
      }),
      colour: palette.colour,
    })
    if (glides.isMoving(nowMs)) redraw()
  }

  function toShown(entity: Entity, nowMs: number): Shown<Entity> {
    const at = glides.at(entity.id, nowMs) ?? entity
    return { entity, look: lookOf(entity.kind), at, isOwn: entity.ownerId === playerId, isRemembered: false }
  }

  function toRemembered(entity: Entity): Shown<Entity> {
    return { entity, look: lookOf(entity.kind), at: entity, isOwn: false, isRemembered: true }
  }

  function pick(at: Point): PointedCell<Entity> {
    const cell = cellAt(camera.now, size, at)
    const there = [...entities, ...remembered()].filter(({ x, y }) => x === cell.x && y === cell.y)
    const layerOf = ({ kind }: Entity) => lookOf(kind).layer ?? 0
    return { ...cell, entities: there.toSorted((one, other) => layerOf(other) - layerOf(one)) }
  }

  const stopGestures = listenToGestures(canvas, {
    camera: () => camera.now,
    size: () => size,
    panned(next) {
      camera.put(next)
      redraw()
    },
    zoomed(next) {
      camera.zoomTo(next)
      redraw()
    },
    pointed(at) {
      const picked = at === undefined ? undefined : pick(at)
      if (picked?.x === pointed?.x && picked?.y === pointed?.y) return
      pointed = picked
      options.onPoint?.(picked)
      redraw()
    },
    picked(at) {
      const picked = pick(at)
      pointed = picked
      options.onPick?.(picked)
      redraw()
    },
    follow: () => grid.follow(),
  })

  const observer = new ResizeObserver(() => {
    size = { width: canvas.clientWidth, height: canvas.clientHeight }
    redraw()
  })
  observer.observe(canvas)

  const grid: GridCanvas<Entity> = {
    root,
    show(next) {
      entities = [...next]
      memory.see(entities)
      const nowMs = performance.now()
      for (const { id, x, y } of entities) glides.place(id, { x, y }, nowMs)
      glides.keep(new Set(entities.map(({ id }) => id)))
      edges = widen(edges, entities)
      redraw()
    },
    say: speech.say,
    lookOf,
    colour: palette.colour,
    point(cell) {
      pointed = cell
      redraw()
    },
    follow() {
      camera.return()
      redraw()
    },
    zoom(factor) {
      camera.zoom(factor, size)
      redraw()
    },
    remove() {
      cancelAnimationFrame(frame)
      frame = -1
      speech.stop()
      observer.disconnect()
      stopGestures()
      palette.remove()
      root.remove()
    },
  }
  return grid
}

/** As many pixels as the display has; that changes when the page moves to another display. */
function fitPixels(canvas: HTMLCanvasElement, size: Size, ratio: number): void {
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
}

/** Grids begin at 0, 0 unless something is seen before that. */
function edgesOf(bounds: { readonly width: number; readonly height: number } | undefined): Partial<CellRange> {
  if (bounds === undefined) return { left: 0, top: 0 }
  return { left: 0, top: 0, right: bounds.width - 1, bottom: bounds.height - 1 }
}

function widen(edges: Partial<CellRange>, entities: readonly GridEntity[]): Partial<CellRange> {
  const { left, top, ...others } = edges
  return {
    ...others,
    ...(left === undefined || entities.some(({ x }) => x < left) ? {} : { left }),
    ...(top === undefined || entities.some(({ y }) => y < top) ? {} : { top }),
  }
}
