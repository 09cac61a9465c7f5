import { drawMark, element, type GridCanvas, type GridEntity } from '@gridtick/screen'
import { wordsOf } from '../../forms/fields.ts'

const markPx = 16
/** Kinds are few; a module with more than this needs a screen. */
const kindsMax = 24

/** Which mark means what, and how many of each are seen now. */
export function legend(grid: GridCanvas<GridEntity>): {
  readonly root: HTMLElement
  update(entities: Iterable<GridEntity>): void
  stop(): void
} {
  const root = element('ul', { class: 'legend', 'aria-label': 'What the marks mean' })
  const counts = new Map<string, HTMLElement>()
  const marks = new Map<string, HTMLCanvasElement>()
  const darkness = matchMedia('(prefers-color-scheme: dark)')
  // After the grid has noticed: it knows the colours.
  const redraw = () =>
    requestAnimationFrame(() => {
      for (const [kind, canvas] of marks) drawKind(canvas, grid, kind)
    })
  darkness.addEventListener('change', redraw)
  return {
    root,
    update(entities) {
      const seen = new Map<string, number>()
      for (const { kind } of entities) seen.set(kind, (seen.get(kind) ?? 0) + 1)
      for (const kind of seen.keys()) {
        if (counts.has(kind) || counts.size >= kindsMax) continue
        const count = element('span', { class: 'faint' })
        counts.set(kind, count)
        const mark = element('canvas', { class: 'mark', 'aria-hidden': 'true' })
        marks.set(kind, mark)
        root.append(element('li', {}, mark, wordsOf(kind), count))
        redraw()
      }
      for (const [kind, count] of counts) {
        const text = String(seen.get(kind) ?? 0)
        if (count.textContent !== text) count.textContent = text
      }
    },
    stop: () => darkness.removeEventListener('change', redraw),
  }
}

function drawKind(canvas: HTMLCanvasElement, grid: GridCanvas<GridEntity>, kind: string): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  canvas.width = Math.round(markPx * devicePixelRatio)
  canvas.height = Math.round(markPx * devicePixelRatio)
  context.scale(devicePixelRatio, devicePixelRatio)
  const { colour = '--ink', shape = 'circle', letter } = grid.lookOf(kind)
  const middle = markPx / 2
  drawMark({ context, x: middle, y: middle, size: markPx * 0.8, colour: grid.colour(colour), shape, letter })
}
