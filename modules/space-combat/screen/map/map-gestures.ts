import { createFingers } from '@gridtick/screen'
import type { Point } from './layout.ts'

/**
 * Turns pointers and the wheel into moves of the map. Points are in pixels from the corner of the element. A drag or a pinch
 * is no click: the click that a browser makes of it is kept from the map.
 */
export function followGestures(
  target: SVGElement,
  moves: { pan(by: Point): void; zoom(factor: number, at: Point): void },
): void {
  const fingers = createFingers()

  target.addEventListener('pointerdown', (event) => {
    if (event.button === 0) fingers.down(event.pointerId, pointOfEvent(event))
  })
  target.addEventListener('pointermove', (event) => {
    const move = fingers.move(event.pointerId, pointOfEvent(event))
    if (move === undefined) return
    // Only now: a captured pointer would keep the click from the sector below it.
    target.setPointerCapture(event.pointerId)
    if (move.kind === 'pan') return moves.pan(move.by)
    const { factor, from, to } = move
    moves.pan({ x: to.x - from.x, y: to.y - from.y })
    moves.zoom(factor, to)
  })
  const release = (event: PointerEvent) => {
    fingers.up(event.pointerId)
  }
  target.addEventListener('pointerup', release)
  target.addEventListener('pointercancel', release)
  target.addEventListener('pointerleave', release)
  target.addEventListener(
    'click',
    (event) => {
      // One that no finger made, as that of a screen reader, has no detail.
      if (event.detail > 0 && !fingers.isTap) event.stopImmediatePropagation()
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
