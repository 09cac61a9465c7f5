import type { SeenEntity, ZoneView } from '@gridtick/client'
import { clean } from '../output/clean.ts'
import { paint } from '../output/paint.ts'
import { drawGrid } from './draw-grid.ts'
import type { KindMark } from './kind-marks.ts'

/** All that is shown of a zone that is watched. */
export type Watched = {
  /** Name of the zone, module, and the like. */
  readonly title: string
  readonly playerId: string
  readonly view: ZoneView
  /** Of the zone: open, paused, … */
  readonly status: string
  /** Set while the connection is not as it should be, or something is waited for. */
  readonly trouble: string | undefined
  /** The latest, oldest first. */
  readonly events: readonly string[]
}

export type TerminalSize = { readonly columns: number; readonly rows: number; readonly isColoured: boolean }

/** Exactly as many lines as the terminal has, none longer than it is wide (colours not counted). */
export function drawTerminal(
  watched: Watched,
  { columns, rows, isColoured }: TerminalSize,
  markOf: (kind: string) => KindMark,
): readonly string[] {
  const { view, playerId, title, status, trouble } = watched
  const cut = (text: string) => clean(text).slice(0, columns)
  const eventRows = Math.max(1, Math.min(8, Math.floor(rows / 4)))
  const gridRows = Math.max(1, rows - eventRows - 6)
  const head = `${title} · tick ${view.tick} · ${status} · ${view.entities.size} entities`
  const events = watched.events.slice(-eventRows)
  const lines = [
    paint(cut(head), 1, isColoured),
    trouble === undefined ? '' : paint(cut(trouble), 33, isColoured),
    ...drawGrid({ entities: view.entities, playerId, markOf, columns, rows: gridRows, isColoured }),
    '',
    legend([...view.entities.values()], { playerId, markOf, columns, isColoured }),
    cut(`extras ${JSON.stringify(view.extras)}`),
    ...events.map(cut),
    ...Array.from({ length: eventRows - events.length }, () => ''),
    paint(cut('q leaves'), 2, isColoured),
  ]
  return lines.slice(0, rows)
}

/** The same as long as there is no zone to draw. */
export function drawWaiting(texts: readonly string[], { columns, isColoured }: TerminalSize): readonly string[] {
  const cut = (text: string) => clean(text).slice(0, columns)
  return [...texts.map(cut), '', paint(cut('q leaves'), 2, isColoured)]
}

type LegendOptions = {
  readonly playerId: string
  readonly markOf: (kind: string) => KindMark
  readonly columns: number
  readonly isColoured: boolean
}

/** Which letter is what, and how many of them are in view. What does not fit is left out as a whole. */
function legend(entities: readonly SeenEntity[], { playerId, markOf, columns, isColoured }: LegendOptions): string {
  const counts = new Map<string, number>()
  for (const { kind, ownerId } of entities) if (ownerId !== playerId) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const parts = ['@ you']
  const painted = [`${paint('@', 1, isColoured)} you`]
  for (const kind of [...counts.keys()].toSorted()) {
    const { letter, colour } = markOf(kind)
    const text = `${letter} ${clean(kind)} ${counts.get(kind)}`
    if ([...parts, text].join('   ').length > columns) break
    parts.push(text)
    painted.push(paint(letter, colour, isColoured) + text.slice(1))
  }
  return painted.join('   ')
}
