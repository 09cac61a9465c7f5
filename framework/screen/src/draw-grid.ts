import { type Camera, type CellRange, type Point, type Size, shownCells, toPicture } from './camera.ts'
import { drawMark } from './draw-mark.ts'
import type { GridEntity, Look } from './look.ts'

/** All that a picture of the grid shows. */
export type Picture<Entity extends GridEntity> = Paper & {
  readonly entities: readonly Shown<Entity>[]
  /** Undefined: all of the grid is lit. */
  readonly sight: Sight | undefined
  /** Where the grid ends, as far as that is known. */
  readonly bounds: Partial<CellRange>
  /** The cell that the person points at. */
  readonly pointed: Point | undefined
  readonly speech: readonly { readonly at: Point; readonly text: string }[]
}

/** What is drawn on: which part of the grid, and the page's colours by their names. */
type Paper = { readonly camera: Camera; readonly size: Size; readonly colour: (name: string) => string }

export type Shown<Entity extends GridEntity> = {
  readonly entity: Entity
  readonly look: Look<Entity>
  /** Its cell, or on the way between two. */
  readonly at: Point
  readonly isOwn: boolean
  readonly isRemembered: boolean
}

type Sight = { readonly lit: readonly CellRange[]; wasSeen(x: number, y: number): boolean }

type Context = CanvasRenderingContext2D

/** Lines nearer to each other than this would be all that one sees. */
const linesFromPx = 9
const tagsFromPx = 26

/** Paints a picture: paper, fog, lines, entities from the lowest layer up, and what is said. */
export function drawGrid<Entity extends GridEntity>(context: Context, picture: Picture<Entity>): void {
  const { colour, size, sight } = picture
  context.clearRect(0, 0, size.width, size.height)
  const cells = clip(shownCells(picture.camera, size), picture.bounds)
  fillCells(context, picture, cells, colour(sight === undefined ? '--panel' : '--fog'))
  if (sight !== undefined) drawSight(context, picture, cells, sight)
  if (picture.camera.cellPx >= linesFromPx) drawLines(context, picture, cells)
  const layers = picture.entities.toSorted((one, other) => rank(one) - rank(other))
  for (const shown of layers) if (isNear(shown.at, cells)) drawEntity(context, picture, shown)
  if (picture.camera.cellPx >= tagsFromPx) for (const shown of layers) drawTag(context, picture, shown)
  if (picture.pointed !== undefined) drawPointed(context, picture, picture.pointed)
  for (const { at, text } of picture.speech) drawSpeech(context, picture, at, text)
}

function rank<Entity extends GridEntity>({ look, isOwn, isRemembered }: Shown<Entity>): number {
  return (look.layer ?? 0) * 4 + (isOwn ? 2 : 0) + (isRemembered ? 0 : 1)
}

function clip(range: CellRange, bounds: Partial<CellRange>): CellRange {
  return {
    left: Math.max(range.left, bounds.left ?? Number.NEGATIVE_INFINITY),
    top: Math.max(range.top, bounds.top ?? Number.NEGATIVE_INFINITY),
    right: Math.min(range.right, bounds.right ?? Number.POSITIVE_INFINITY),
    bottom: Math.min(range.bottom, bounds.bottom ?? Number.POSITIVE_INFINITY),
  }
}

function drawSight(context: Context, paper: Paper, cells: CellRange, sight: Sight): void {
  const seen = paper.colour('--seen')
  for (let y = cells.top; y <= cells.bottom; y++) {
    // Cells beside each other are one rectangle, or hairlines would show between them.
    let left: number | undefined
    for (let x = cells.left; x <= cells.right + 1; x++) {
      const wasSeen = x <= cells.right && sight.wasSeen(x, y)
      if (wasSeen) left ??= x
      else if (left !== undefined) {
        fillCells(context, paper, { left, top: y, right: x - 1, bottom: y }, seen)
        left = undefined
      }
    }
  }
  const lit = paper.colour('--panel')
  for (const range of sight.lit) fillCells(context, paper, clip(range, cells), lit)
}

function fillCells(context: Context, { camera, size }: Paper, cells: CellRange, colour: string): void {
  if (cells.right < cells.left || cells.bottom < cells.top) return
  const from = toPicture(camera, size, { x: cells.left, y: cells.top })
  const to = toPicture(camera, size, { x: cells.right + 1, y: cells.bottom + 1 })
  const [left, top] = [Math.round(from.x), Math.round(from.y)]
  context.fillStyle = colour
  context.fillRect(left, top, Math.round(to.x) - left, Math.round(to.y) - top)
}

function drawLines(context: Context, { camera, size, colour }: Paper, cells: CellRange): void {
  const from = toPicture(camera, size, { x: cells.left, y: cells.top })
  const to = toPicture(camera, size, { x: cells.right + 1, y: cells.bottom + 1 })
  context.strokeStyle = colour('--line')
  context.lineWidth = 1
  context.beginPath()
  for (let x = cells.left; x <= cells.right + 1; x++) {
    const at = Math.round(toPicture(camera, size, { x, y: 0 }).x) + 0.5
    context.moveTo(at, from.y)
    context.lineTo(at, to.y)
  }
  for (let y = cells.top; y <= cells.bottom + 1; y++) {
    const at = Math.round(toPicture(camera, size, { x: 0, y }).y) + 0.5
    context.moveTo(from.x, at)
    context.lineTo(to.x, at)
  }
  context.stroke()
}

function isNear(at: Point, { left, top, right, bottom }: CellRange): boolean {
  return at.x >= left - 2 && at.x <= right + 2 && at.y >= top - 2 && at.y <= bottom + 2
}

function middleOf({ camera, size }: Paper, at: Point): Point {
  return toPicture(camera, size, { x: at.x + 0.5, y: at.y + 0.5 })
}

function drawEntity<Entity extends GridEntity>(context: Context, picture: Picture<Entity>, shown: Shown<Entity>): void {
  const { entity, look, isOwn, isRemembered } = shown
  const { cellPx } = picture.camera
  const { x, y } = middleOf(picture, shown.at)
  const colour = picture.colour(look.colour ?? '--ink')
  context.save()
  if (isRemembered) context.globalAlpha = 0.4
  if (look.paint === undefined) {
    const size = cellPx * (look.fills ?? 0.7)
    drawMark({ context, x, y, size, colour, shape: look.shape ?? 'circle', letter: look.letter })
  } else look.paint({ context, entity, x, y, cellPx, isOwn, isRemembered, colour })
  context.restore()
  if (!isOwn) return
  context.strokeStyle = picture.colour('--mark')
  context.lineWidth = Math.max(1.5, cellPx * 0.07)
  context.beginPath()
  context.roundRect(x - cellPx * 0.46, y - cellPx * 0.46, cellPx * 0.92, cellPx * 0.92, cellPx * 0.2)
  context.stroke()
}

function drawTag<Entity extends GridEntity>(context: Context, picture: Picture<Entity>, shown: Shown<Entity>): void {
  const text = shown.look.tag?.(shown.entity)
  if (text === undefined || text === '') return
  const { cellPx } = picture.camera
  const { x, y } = middleOf(picture, shown.at)
  context.font = `${Math.round(Math.min(14, Math.max(11, cellPx * 0.3)))}px system-ui, sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'top'
  context.lineWidth = 3
  context.lineJoin = 'round'
  context.strokeStyle = picture.colour('--panel')
  context.fillStyle = picture.colour(shown.isOwn ? '--mark' : '--ink')
  const short = shorten(text, tagCharactersMax)
  context.strokeText(short, x, y + cellPx * 0.5)
  context.fillText(short, x, y + cellPx * 0.5)
}

const tagCharactersMax = 16
const speechCharactersMax = 60

function shorten(text: string, charactersMax: number): string {
  const characters = [...text]
  return characters.length <= charactersMax ? text : `${characters.slice(0, charactersMax - 1).join('')}…`
}

function drawPointed(context: Context, paper: Paper, cell: Point): void {
  const { cellPx } = paper.camera
  const { x, y } = toPicture(paper.camera, paper.size, cell)
  context.strokeStyle = paper.colour('--ink')
  context.lineWidth = 2
  context.strokeRect(Math.round(x) + 1, Math.round(y) + 1, cellPx - 1, cellPx - 1)
}

/** A bubble above the speaker, kept inside of the paper. */
function drawSpeech(context: Context, paper: Paper, at: Point, text: string): void {
  const { size, camera, colour } = paper
  const middle = middleOf(paper, at)
  const short = shorten(text, speechCharactersMax)
  context.font = '14px system-ui, sans-serif'
  const width = Math.min(size.width - 8, context.measureText(short).width + 20)
  const left = Math.max(4, Math.min(size.width - width - 4, middle.x - width / 2))
  const bottom = Math.max(36, middle.y - camera.cellPx * 0.55)
  context.fillStyle = colour('--panel')
  context.strokeStyle = colour('--mark')
  context.lineWidth = 1.5
  context.beginPath()
  context.roundRect(left, bottom - 30, width, 24, 8)
  context.moveTo(middle.x - 5, bottom - 6)
  context.lineTo(middle.x, bottom)
  context.lineTo(middle.x + 5, bottom - 6)
  context.fill()
  context.stroke()
  context.fillStyle = colour('--ink')
  context.textAlign = 'left'
  context.textBaseline = 'middle'
  context.fillText(short, left + 10, bottom - 18, width - 20)
}
