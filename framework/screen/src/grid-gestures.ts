import { type Camera, type Point, panBy, type Size, zoomAt } from './camera.ts'
import { createFingers } from './fingers.ts'

/** What hands do to the grid. */
export type Gestures = {
  readonly camera: () => Camera
  readonly size: () => Size
  /** The person moved the picture, or went nearer or farther. */
  readonly panned: (camera: Camera) => void
  readonly zoomed: (camera: Camera) => void
  /** Points at a place of the picture; undefined: no longer at any. */
  readonly pointed: (at: Point | undefined) => void
  /** A click, or a tap. */
  readonly picked: (at: Point) => void
  /** Back to where the player is. */
  readonly follow: () => void
}

const keyPanPx = 48
const keyZoom = 1.25

/** Wheel, drag, pinch and keys on a canvas. Returns how to stop listening. */
export function listenToGestures(canvas: HTMLCanvasElement, gestures: Gestures): () => void {
  const fingers = createFingers()
  const stop = new AbortController()
  const { signal } = stop

  const placeOf = (event: PointerEvent | WheelEvent): Point => {
    const { left, top } = canvas.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
      const factor = Math.exp(-Math.max(-120, Math.min(120, event.deltaY * lines)) * 0.002)
      gestures.zoomed(zoomAt(gestures.camera(), gestures.size(), placeOf(event), factor))
    },
    { passive: false, signal },
  )

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return
      canvas.setPointerCapture(event.pointerId)
      fingers.down(event.pointerId, placeOf(event))
    },
    { signal },
  )

  canvas.addEventListener(
    'pointermove',
    (event) => {
      const at = placeOf(event)
      if (event.buttons === 0) return gestures.pointed(at)
      const move = fingers.move(event.pointerId, at)
      if (move === undefined) return
      if (move.kind === 'pan') return gestures.panned(panBy(gestures.camera(), move.by))
      const { factor, from, to } = move
      const drawn = panBy(gestures.camera(), { x: to.x - from.x, y: to.y - from.y })
      gestures.zoomed(zoomAt(drawn, gestures.size(), to, factor))
    },
    { signal },
  )

  const lift = (event: PointerEvent) => {
    const isTap = fingers.up(event.pointerId)
    if (isTap && event.type === 'pointerup') gestures.picked(placeOf(event))
  }
  for (const name of ['pointerup', 'pointercancel'] as const) canvas.addEventListener(name, lift, { signal })
  // A finger that is lifted leaves, too; what it tapped stays pointed at.
  const leave = ({ pointerType }: PointerEvent) => pointerType !== 'touch' && gestures.pointed(undefined)
  canvas.addEventListener('pointerleave', leave, { signal })

  canvas.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !actOnKey(event, gestures)) return
      event.preventDefault()
      // What moves the picture moves nobody in the game.
      event.stopPropagation()
    },
    { signal },
  )
  return () => stop.abort()
}

/** Whether the key is one of the picture's. Arrows without Shift belong to the game. */
function actOnKey(event: KeyboardEvent, gestures: Gestures): boolean {
  const [camera, size] = [gestures.camera(), gestures.size()]
  const middle = { x: size.width / 2, y: size.height / 2 }
  const way = event.shiftKey ? keyWays.get(event.key) : undefined
  if (way !== undefined) gestures.panned(panBy(camera, way))
  else if (event.key === '+' || event.key === '=') gestures.zoomed(zoomAt(camera, size, middle, keyZoom))
  else if (event.key === '-') gestures.zoomed(zoomAt(camera, size, middle, 1 / keyZoom))
  else if (event.key === '0' || event.key === 'Home') gestures.follow()
  else return false
  return true
}

const keyWays = new Map<string, Point>(
  Object.entries({
    ArrowLeft: { x: keyPanPx, y: 0 },
    ArrowRight: { x: -keyPanPx, y: 0 },
    ArrowUp: { x: 0, y: keyPanPx },
    ArrowDown: { x: 0, y: -keyPanPx },
  }),
)
