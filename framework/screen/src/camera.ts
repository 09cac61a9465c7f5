/** What part of the grid is shown: the point in the middle, in cells (cell 3 spans 3 to 4), and how large a cell is. */
export type Camera = { readonly x: number; readonly y: number; readonly cellPx: number }

/** Of the picture, in px. */
export type Size = { readonly width: number; readonly height: number }

export type Point = { readonly x: number; readonly y: number }

/** Cells from the first to the last, both included. */
export type CellRange = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** Smaller cells can no longer be told apart; larger ones show nothing more. */
export const cellPxMin = 6
export const cellPxMax = 96
/** Between these are cells that nobody has zoomed. */
const cellPxSmall = 18
const cellPxLarge = 48

/** Where a point of the grid is in the picture. */
export function toPicture(camera: Camera, size: Size, { x, y }: Point): Point {
  return { x: (x - camera.x) * camera.cellPx + size.width / 2, y: (y - camera.y) * camera.cellPx + size.height / 2 }
}

/** The point of the grid that is shown there. */
export function toGrid(camera: Camera, size: Size, { x, y }: Point): Point {
  return { x: (x - size.width / 2) / camera.cellPx + camera.x, y: (y - size.height / 2) / camera.cellPx + camera.y }
}

/** The cell that is shown there. */
export function cellAt(camera: Camera, size: Size, point: Point): Point {
  const { x, y } = toGrid(camera, size, point)
  return { x: Math.floor(x), y: Math.floor(y) }
}

/** Nearer (factor above 1) or farther; what is under `at` stays under it. */
export function zoomAt(camera: Camera, size: Size, at: Point, factor: number): Camera {
  const cellPx = Math.min(cellPxMax, Math.max(cellPxMin, camera.cellPx * factor))
  const held = toGrid(camera, size, at)
  return {
    x: held.x - (at.x - size.width / 2) / cellPx,
    y: held.y - (at.y - size.height / 2) / cellPx,
    cellPx,
  }
}

/** Draws the grid along, as a hand does with paper. */
export function panBy(camera: Camera, pixels: Point): Camera {
  return { ...camera, x: camera.x - pixels.x / camera.cellPx, y: camera.y - pixels.y / camera.cellPx }
}

/** Looks at the middle of a cell. */
export function lookAt(camera: Camera, cell: Point): Camera {
  return { ...camera, x: cell.x + 0.5, y: cell.y + 0.5 }
}

/** The cells of which any part is shown. */
export function shownCells(camera: Camera, size: Size): CellRange {
  const first = cellAt(camera, size, { x: 0, y: 0 })
  const last = cellAt(camera, size, { x: size.width, y: size.height })
  return { left: first.x, top: first.y, right: last.x, bottom: last.y }
}

/** The whole grid in the middle of the picture; undefined where it is unknown, or its cells would get too small. */
export function fitWhole(size: Size, bounds: Size | undefined): Camera | undefined {
  if (bounds === undefined) return undefined
  const cellPx = Math.min(cellPxLarge, size.width / bounds.width, size.height / bounds.height)
  if (!(cellPx >= cellPxSmall)) return undefined
  return { x: bounds.width / 2, y: bounds.height / 2, cellPx }
}

/** A size of cells at which `radius` cells around the middle fit, with some room. */
export function cellPxFor(size: Size, radius: number): number {
  const across = 2 * radius + 3
  return Math.min(cellPxLarge, Math.max(cellPxSmall, Math.floor(Math.min(size.width, size.height) / across)))
}
