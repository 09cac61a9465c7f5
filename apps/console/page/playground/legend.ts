import { drawMark, element, type GridCanvas, type GridEntity } from 'gridtick/screen'
import { wordsOf } from '../forms/fields.ts'

const markPx = 16
/** Kinds are few; a module with more than this needs a screen. */
const kindsMax = 24

/** Which mark means what, and how many of each are seen now. */
export function legend(grid: GridCanvas<GridEntity>): {
  readonly root: HTMLElement
  update(entities: Iterable<GridEntity>): void
} {
  const root = element('ul', { class: 'legend', 'aria-label': 'What the marks mean' })
  const counts = new Map<string, HTMLElement>()
  return {
    root,
    update(entities) {
      const seen = new Map<string, number>()
      for (const { kind } of entities) seen.set(kind, (seen.get(kind) ?? 0) + 1)
      for (const kind of seen.keys()) {
        if (counts.has(kind) || counts.size >= kindsMax) continue
        const count = element('span', { class: 'faint' })
        counts.set(kind, count)
        root.append(element('li', {}, mark(grid, kind), wordsOf(kind), count))
      }
      for (const [kind, count] of counts) {
        const text = String(seen.get(kind) ?? 0)
        if (count.textContent !== text) count.textContent = text
      }
    },
  }
}

function mark(grid: GridCanvas<GridEntity>, kind: string): HTMLElement {
  const canvas = element('canvas', { class: 'mark', 'aria-hidden': 'true' })
  const draw = () => {
    const context = canvas.getContext('2d')
    if (context === null) return
    const look = grid.lookOf(kind)
    canvas.width = markPx * devicePixelRatio
    canvas.height = markPx * devicePixelRatio
    context.scale(devicePixelRatio, devicePixelRatio)
    const colour = grid.colour(look.colour ?? '--ink')
    drawMark({
      context,
      x: markPx / 2,
      y: markPx / 2,
      size: markPx * 0.8,
      colour,
      shape: look.shape ?? 'circle',
      letter: look.letter,
    })
  }
  draw()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => requestAnimationFrame(draw))
  return canvas
}
