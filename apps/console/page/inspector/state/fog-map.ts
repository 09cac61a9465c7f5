import { element, fill, type Shape } from 'gridtick/screen'
import type { Comparison, SightedEntity } from './compare-state.ts'
import { drawFogMap, extentOf, type KindLook } from './draw-fog-map.ts'
import { countKinds } from './filter-entities.ts'
import { fogLegend } from './fog-legend.ts'

export type FogMap = {
  readonly root: HTMLElement
  /** `viewer`: whose view lies over it; undefined: nobody's, and there is no fog. */
  show(comparison: Comparison, viewer: string | undefined): void
  /** Marks where an entity is. */
  choose(entityId: string | undefined): void
  stop(): void
}

/** Higher than that it takes the place of what stands beside it, px. */
const heightMax = 480
/** Cells beyond that are not drawn larger: a small grid needs not fill the page. */
const cellPxMax = 28

const shapes: readonly Shape[] = ['circle', 'square', 'diamond', 'triangle', 'hexagon', 'star', 'cross', 'ring']

/** The whole grid at a glance. What the player does not know stands in fog; the table tells the same in words. */
export function createFogMap(options: { readonly onPick: (entity: SightedEntity) => void }): FogMap {
  const canvas = element('canvas', { role: 'img', on: { click: (event) => pick(event) } })
  const legend = element('ul', { class: 'inspector-legend', 'aria-label': 'Kinds' })
  const frame = element('div', { class: 'inspector-map' }, canvas)
  const root = element('section', { 'aria-label': 'Grid' }, frame, legend)
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  let comparison: Comparison | undefined
  let viewer: string | undefined
  let chosen: string | undefined
  let kinds: readonly string[] = []
  let cellPx = 1

  function lookOf(kind: string): KindLook {
    const index = Math.max(0, kinds.indexOf(kind))
    const degrees = Math.round((212 + index * 137.5) % 360)
    const colour = scheme.matches ? `hsl(${degrees} 70% 70%)` : `hsl(${degrees} 62% 36%)`
    return { shape: shapes[index % shapes.length] ?? 'circle', colour }
  }

  function draw(): void {
    const context = canvas.getContext('2d')
    if (comparison === undefined || context === null || frame.clientWidth === 0) return
    const { width, height } = extentOf(comparison.entities)
    cellPx = Math.min(cellPxMax, frame.clientWidth / width, heightMax / height)
    const ratio = devicePixelRatio
    canvas.width = Math.round(width * cellPx * ratio)
    canvas.height = Math.round(height * cellPx * ratio)
    canvas.style.width = `${width * cellPx}px`
    canvas.style.height = `${height * cellPx}px`
    context.scale(ratio, ratio)
    const colour = (name: string) => getComputedStyle(root).getPropertyValue(name).trim()
    drawFogMap(context, {
      comparison,
      size: { width, height },
      cellPx,
      isFogged: viewer !== undefined,
      chosen,
      lookOf,
      colour,
    })
  }

  function pick(event: MouseEvent): void {
    const at = { x: event.offsetX / cellPx - 0.5, y: event.offsetY / cellPx - 0.5 }
    const distance = ({ entity }: SightedEntity) => Math.hypot(entity.x - at.x, entity.y - at.y)
    const near = comparison?.entities.filter((one) => distance(one) * cellPx < Math.max(8, cellPx))
    const nearest = near?.toSorted((one, other) => distance(one) - distance(other))[0]
    if (nearest !== undefined) options.onPick(nearest)
  }

  function describe({ entities, counts }: Comparison): string {
    const { width, height } = extentOf(entities)
    const all = `Grid, at least ${width} by ${height} cells, ${entities.length} entities`
    if (viewer === undefined) return `${all}.`
    return `${all}. ${viewer} sees ${counts.seen} whole and ${counts.redacted} in part; ${counts.hidden} are hidden.`
  }

  const observer = new ResizeObserver(() => draw())
  observer.observe(frame)
  scheme.addEventListener('change', draw)

  return {
    root,
    show(next, seenBy) {
      comparison = next
      viewer = seenBy
      const counted = countKinds(next.entities)
      kinds = counted.map(([kind]) => kind)
      canvas.setAttribute('aria-label', describe(next))
      fill(legend, ...fogLegend({ kinds: counted, lookOf, viewer: seenBy }))
      draw()
    },
    choose(entityId) {
      chosen = entityId
      draw()
    },
    stop() {
      observer.disconnect()
      scheme.removeEventListener('change', draw)
    },
  }
}
