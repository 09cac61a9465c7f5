import { drawMark, type Shape } from '@gridtick/screen'
import type { Comparison, SightedEntity } from './compare-state.ts'

/** How entities of a kind are drawn: told apart by shape as well as by colour. A letter stands in the place of the shape. */
export type KindLook = { readonly shape: Shape; readonly colour: string; readonly letter: string | undefined }

export type FogPicture = {
  readonly comparison: Comparison
  /** Of the grid, in cells. */
  readonly size: { readonly width: number; readonly height: number }
  readonly cellPx: number
  /** A view lies over it: where nothing is seen there is fog. */
  readonly isFogged: boolean
  /** The id of an entity to be marked. */
  readonly chosen: string | undefined
  readonly lookOf: (kind: string) => KindLook
  /** Of a name of the page's colours. */
  readonly colour: (name: string) => string
}

type Context = CanvasRenderingContext2D

/** From this size on cells are told apart by lines, fog is hatched, and what is seen in part has a dashed frame. */
const detailsFromPx = 6
/** In the smallest of cells an entity can still be seen, px. */
const markPxMin = 4
const hatchPx = 7

export function drawFogMap(context: Context, picture: FogPicture): void {
  drawGround(context, picture)
  // What is seen lies over what is not.
  for (const sight of ['hidden', 'redacted', 'seen'] as const)
    for (const one of picture.comparison.entities) if (one.sight === sight) drawEntity(context, picture, one)
  drawChosen(context, picture)
}

function drawGround(context: Context, { comparison, size, cellPx, isFogged, colour }: FogPicture): void {
  const [width, height] = [size.width * cellPx, size.height * cellPx]
  const hasDetails = cellPx >= detailsFromPx
  context.fillStyle = colour(isFogged ? '--fog' : '--panel')
  context.fillRect(0, 0, width, height)
  context.strokeStyle = colour('--line')
  context.beginPath()
  if (isFogged && hasDetails)
    for (let at = -height; at < width; at += hatchPx) line(context, [at, height], [at + height, 0])
  if (!isFogged && hasDetails) {
    for (let x = 0; x <= size.width; x++) line(context, [x * cellPx, 0], [x * cellPx, height])
    for (let y = 0; y <= size.height; y++) line(context, [0, y * cellPx], [width, y * cellPx])
  }
  context.stroke()
  if (!isFogged) return
  context.fillStyle = colour('--panel')
  for (const { y, left, right } of comparison.lit)
    context.fillRect(left * cellPx, y * cellPx, (right - left + 1) * cellPx, cellPx)
}

function drawEntity(context: Context, { cellPx, lookOf, colour }: FogPicture, { entity, sight }: SightedEntity): void {
  const [x, y] = [(entity.x + 0.5) * cellPx, (entity.y + 0.5) * cellPx]
  context.save()
  if (sight === 'hidden') context.globalAlpha = 0.5
  drawMark({ context, x, y, size: Math.max(markPxMin, cellPx * 0.72), ...lookOf(entity.kind) })
  context.restore()
  if (sight !== 'redacted' || cellPx < detailsFromPx) return
  context.strokeStyle = colour('--ink')
  context.lineWidth = 1
  context.setLineDash([3, 2])
  context.strokeRect(entity.x * cellPx + 1.5, entity.y * cellPx + 1.5, cellPx - 3, cellPx - 3)
  context.setLineDash([])
}

function drawChosen(context: Context, { comparison, chosen, cellPx, colour }: FogPicture): void {
  const entity = comparison.entities.find((one) => one.entity.id === chosen)?.entity
  if (entity === undefined) return
  const room = Math.max(3, cellPx * 0.15)
  const side = cellPx + 2 * room
  context.strokeStyle = colour('--mark')
  context.lineWidth = 2.5
  context.strokeRect(entity.x * cellPx - room, entity.y * cellPx - room, side, side)
}

type Point = readonly [x: number, y: number]

function line(context: Context, from: Point, to: Point): void {
  context.moveTo(...from)
  context.lineTo(...to)
}
