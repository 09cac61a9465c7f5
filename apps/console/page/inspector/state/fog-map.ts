import { createLooks, createPalette, element, fill, type Looks } from '@gridtick/screen'
import { type Comparison, extentOf, type SightedEntity } from './compare-state.ts'
import { drawFogMap, type KindLook } from './draw-fog-map.ts'
import { countKinds } from './filter-entities.ts'
import { fogLegend } from './fog-legend.ts'

export type FogMap = {
  readonly root: HTMLElement
  /** `viewer`: whose view lies over it; undefined: nobody's, and there is no fog. */
  show(comparison: Comparison, viewer: string | undefined): void
  /** Draws kinds in the module's way. */
  use(looks: Looks): void
  /** Marks where an entity is. */
  choose(entityId: string | undefined): void
  stop(): void
}

/** Higher than that it takes the place of what stands beside it, px. */
const heightMax = 480
/** Cells beyond that are not drawn larger: a small grid needs not fill the page. */
const cellPxMax = 28

/** The whole grid at a glance. What the player does not know stands in fog; the table tells the same in words. */
export function createFogMap(options: { readonly onPick: (entity: SightedEntity) => void }): FogMap {
  const canvas = element('canvas', { role: 'img', on: { click: (event) => pick(event) } })
  const legend = element('ul', { class: 'inspector-legend', 'aria-label': 'Kinds' })
  const frame = element('div', { class: 'inspector-map' }, canvas)
  const root = element('section', { 'aria-label': 'Grid' }, frame, legend)
  let looks = createLooks()
  const palette = createPalette(root, () => show())
  let comparison: Comparison | undefined
  let viewer: string | undefined
  let chosen: string | undefined
  /** With how many of each. */
  let kinds: ReturnType<typeof countKinds> = []
  let cellPx = 1

  function lookOf(kind: string): KindLook {
    const { shape = 'circle', colour = '--ink', letter } = looks(kind)
    return { shape, colour: palette.colour(colour), letter }
  }

  function show(): void {
    fill(legend, ...fogLegend({ kinds, lookOf, viewer }))
    draw()
  }

  function draw(): void {
    const context = canvas.getContext('2d')
    if (comparison === undefined || context === null || frame.clientWidth === 0) return
    const { width, height } = extentOf(comparison)
    cellPx = Math.min(cellPxMax, frame.clientWidth / width, heightMax / height)
    const ratio = devicePixelRatio
    canvas.width = Math.round(width * cellPx * ratio)
    canvas.height = Math.round(height * cellPx * ratio)
    canvas.style.width = `${width * cellPx}px`
    canvas.style.height = `${height * cellPx}px`
    context.scale(ratio, ratio)
    drawFogMap(context, {
      comparison,
      size: { width, height },
      cellPx,
      isFogged: viewer !== undefined,
      chosen,
      lookOf,
      colour: palette.colour,
    })
  }

  function pick(event: MouseEvent): void {
    const at = { x: event.offsetX / cellPx - 0.5, y: event.offsetY / cellPx - 0.5 }
    const distance = ({ entity }: SightedEntity) => Math.hypot(entity.x - at.x, entity.y - at.y)
    const near = comparison?.entities.filter((one) => distance(one) * cellPx < Math.max(8, cellPx))
    const nearest = near?.toSorted((one, other) => distance(one) - distance(other))[0]
    if (nearest !== undefined) options.onPick(nearest)
  }

  function describe(shown: Comparison): string {
    const { entities, counts } = shown
    const { width, height } = extentOf(shown)
    const all = `Grid, at least ${width} by ${height} cells, ${entities.length} entities`
    if (viewer === undefined) return `${all}.`
    return `${all}. ${viewer} sees ${counts.seen} whole and ${counts.redacted} in part; ${counts.hidden} are hidden.`
  }

  const observer = new ResizeObserver(() => draw())
  observer.observe(frame)

  return {
    root,
    show(next, seenBy) {
      comparison = next
      viewer = seenBy
      kinds = countKinds(next.entities)
      canvas.setAttribute('aria-label', describe(next))
      show()
    },
    use(next) {
      looks = createLooks(next)
      if (comparison !== undefined) show()
    },
    choose(entityId) {
      chosen = entityId
      draw()
    },
    stop() {
      observer.disconnect()
      palette.remove()
    },
  }
}
