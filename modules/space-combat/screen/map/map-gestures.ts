import type { Point } from './layout.ts'

/** Pixels that a pointer may move and still be a tap. */
const tapPixels = 6

/**
 * Turns pointers and the wheel into moves of the map. Points are in pixels from the corner of the element. A drag is no
 * click: the click that a browser makes of it is kept from the map.
 */
export function followGestures(
  target: SVGElement,
  moves: { pan(by: Point): void; zoom(factor: number, at: Point): void },
): void {
  const pointers = new Map<number, Point>()
  let draggedPixels = 0

  target.addEventListener('pointerdown', (event) => {
    if (pointers.size === 0) draggedPixels = 0
    pointers.set(event.pointerId, pointOfEvent(event))
  })
  target.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId)
    if (before === undefined) return
    const point = pointOfEvent(event)
    draggedPixels += distance(before, point)
    if (draggedPixels < tapPixels) return
    // Only now: a captured pointer would keep the click from the sector below it.
    target.setPointerCapture(event.pointerId)
    const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at)
    if (other === undefined) moves.pan({ x: point.x - before.x, y: point.y - before.y })
    else moves.zoom(distance(other, point) / Math.max(1, distance(other, before)), middle(other, point))
    pointers.set(event.pointerId, point)
  })
  const release = (event: PointerEvent) => {
    pointers.delete(event.pointerId)
  }
  for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const) target.addEventListener(end, release)
  target.addEventListener(
    'click',
    (event) => {
      if (draggedPixels >= tapPixels) event.stopImmediatePropagation()
      draggedPixels = 0
    },
    { capture: true },
  )
  target.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      moves.zoom(Math.exp(-event.deltaY * 0.0015), pointOfEvent(event))
    },
    { passive: false },
  )

  function pointOfEvent({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = target.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 }
}
