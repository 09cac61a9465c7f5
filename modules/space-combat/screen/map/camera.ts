import { type Box, boxAround, type Point } from './layout.ts'

/** The part of the map that is shown, in the map's own units. */
export type Camera = Box

/** Units across: nearer, and a sector fills the map; farther, and thousands of them are dust. */
const widthMin = 120
const widthMax = 12_000
/** Units across when the map is opened: six sectors. */
const widthFirst = 520
/** Units left free around everything. */
const margin = 60

/** Looks at a point, from as far as when the map is opened. `aspect` is width by height of what it is shown in. */
export function lookAt({ x, y }: Point, aspect: number, width: number = widthFirst): Camera {
  const height = width / aspect
  return { x: x - width / 2, y: y - height / 2, width, height }
}

/** Shows all of a box, and so many units across at the least. */
export function showAll({ x, y, width, height }: Box, aspect: number, widthLeast = 0): Camera {
  const wanted = Math.max(width + 2 * margin, (height + 2 * margin) * aspect, widthLeast)
  return lookAt({ x: x + width / 2, y: y + height / 2 }, aspect, within(wanted))
}

/**
 * Shows points: with the first one in the middle, where the others are in sight then; else all of them, from farther
 * away if need be, but not from farther than `width.most`.
 */
export function frame(points: readonly [Point, ...Point[]], aspect: number, width: FrameWidth): Camera {
  const centred = lookAt(points[0], aspect, width.least)
  if (points.every((point) => isWellInside(centred, point))) return centred
  const framed = showAll(boxAround(points), aspect, width.least)
  return framed.width <= width.most ? framed : centred
}

/** Units across. */
type FrameWidth = { readonly least: number; readonly most: number }

export function pan(camera: Camera, by: Point): Camera {
  return { ...camera, x: camera.x - by.x, y: camera.y - by.y }
}

/** Nearer with a factor above 1. What is at the point stays there. */
export function zoom(camera: Camera, factor: number, at: Point): Camera {
  const width = within(camera.width / factor)
  const ratio = width / camera.width
  const height = camera.height * ratio
  return { x: at.x - (at.x - camera.x) * ratio, y: at.y - (at.y - camera.y) * ratio, width, height }
}

/** The same middle, in a frame of another shape. */
export function reshape(camera: Camera, { aspect, width }: { aspect: number; width: number }): Camera {
  return lookAt(middleOf(camera), aspect, within(width))
}

export function middleOf({ x, y, width, height }: Camera): Point {
  return { x: x + width / 2, y: y + height / 2 }
}

/** Whether a point is well inside, not just at the edge. */
export function isWellInside({ x, y, width, height }: Camera, point: Point): boolean {
  const [right, down] = [(point.x - x) / width, (point.y - y) / height]
  return Math.min(right, down) > 0.15 && Math.max(right, down) < 0.85
}

function within(width: number): number {
  return Math.min(widthMax, Math.max(widthMin, width))
}
