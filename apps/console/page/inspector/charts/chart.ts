import { element, fill } from '@gridtick/screen'
import UPlot from 'uplot'
import type { FigureHistory } from './figure-history.ts'
import type { Figures } from './read-figures.ts'

export type Line = {
  readonly label: string
  readonly read: (figures: Figures) => number | null
  /** A name of the page's colours. */
  readonly colour: string
}

export type Chart = { readonly root: HTMLElement; show(history: FigureHistory): void; stop(): void }

const heightPx = 160
/** Rows of the table that says the same in words: about a minute. */
const rowsMax = 30
/** The stretch that is shown, s. */
const shownSeconds = 600

/** A chart of the last minutes, with its last values in words and a table of the newest ones. */
export function createChart(plan: {
  readonly title: string
  readonly lines: readonly Line[]
  readonly format: (value: number) => string
  /** What it says where there is nothing to draw, and where there is nothing at the moment. */
  readonly nothing: { readonly yet: string; readonly now: string }
}): Chart {
  const { title, lines, format, nothing } = plan
  const now = element('p', { class: 'inspector-now' })
  const frame = element('div', { class: 'inspector-plot', 'aria-hidden': 'true' })
  const empty = element('p', { class: 'faint inspector-nothing' })
  const body = element('tbody')
  const table = element(
    'details',
    { on: { toggle: () => showTable() } },
    element('summary', {}, 'As a table'),
    element(
      'div',
      { class: 'inspector-scroll low', tabindex: 0, role: 'region', 'aria-label': `${title}, the newest figures` },
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...['Time', ...lines.map(({ label }) => label)].map((head) => element('th', { scope: 'col' }, head)),
          ),
        ),
        body,
      ),
    ),
  )
  const root = element(
    'figure',
    { class: 'panel', role: 'group', 'aria-label': title },
    element('figcaption', {}, element('h3', {}, title), now),
    empty,
    frame,
    table,
  )
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  const colour = (name: string) => getComputedStyle(root).getPropertyValue(name).trim() || 'gray'
  let history: FigureHistory = []
  let plot: UPlot | undefined

  const words = (value: number | null) => (value === null ? '–' : format(value))

  const isNothing = (figures: Figures) => lines.every(({ read }) => read(figures) === null)

  function lastOf({ label, read, colour: name }: Line, figures: Figures): HTMLElement {
    const value = element('strong', {}, words(read(figures)))
    if (lines.length === 1) return element('span', {}, value)
    const key = element('span', { class: 'swatch line' })
    key.style.background = `var(${name})`
    return element('span', {}, key, `${label} `, value)
  }

  function showTable(): void {
    if (!table.open) return
    const rows = history.slice(-rowsMax).toReversed()
    fill(
      body,
      ...rows.map((figures) =>
        element(
          'tr',
          {},
          ...[new Date(figures.at).toLocaleTimeString(), ...lines.map(({ read }) => words(read(figures)))].map((text) =>
            element('td', {}, text),
          ),
        ),
      ),
    )
  }

  function dataOf(): UPlot.AlignedData {
    return [history.map(({ at }) => at / 1_000), ...lines.map(({ read }) => history.map(read))]
  }

  function draw(): void {
    if (plot !== undefined) plot.setData(dataOf())
    else if (frame.clientWidth > 0) plot = new UPlot(optionsOf(frame.clientWidth), dataOf(), frame)
  }

  function optionsOf(width: number): UPlot.Options {
    const axis: UPlot.Axis = {
      stroke: () => colour('--faint'),
      grid: { stroke: () => colour('--line'), width: 1 },
      ticks: { stroke: () => colour('--line'), width: 1 },
      font: '12px system-ui, sans-serif',
    }
    return {
      width,
      height: heightPx,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { range: () => rangeOfTime(history) },
        // From 0, or a small wobble looks like a mountain.
        y: { range: (_plot, _low, high) => [0, high > 0 ? high * 1.15 : 1] },
      },
      axes: [
        { ...axis, space: 72, values: (_plot, seconds) => seconds.map(timeText) },
        { ...axis, size: 64, values: (_plot, values) => values.map(format) },
      ],
      series: [
        {},
        ...lines.map((line) => ({
          label: line.label,
          stroke: () => colour(line.colour),
          width: 2,
          points: { show: false },
        })),
      ],
    }
  }

  const observer = new ResizeObserver(() => {
    if (plot === undefined) draw()
    else if (frame.clientWidth > 0) plot.setSize({ width: frame.clientWidth, height: heightPx })
  })
  observer.observe(frame)
  const redraw = () => plot?.redraw()
  scheme.addEventListener('change', redraw)

  return {
    root,
    show(next) {
      history = next
      const isEmpty = history.every(isNothing)
      empty.textContent = history.length === 0 ? 'The first figures will be here in a moment.' : nothing.yet
      empty.hidden = !isEmpty
      frame.hidden = table.hidden = isEmpty
      const last = history.at(-1)
      if (last === undefined || isEmpty) fill(now)
      else if (isNothing(last)) fill(now, element('span', { class: 'faint' }, nothing.now))
      else fill(now, ...lines.map((line) => lastOf(line, last)))
      showTable()
      draw()
    },
    stop() {
      observer.disconnect()
      scheme.removeEventListener('change', redraw)
      plot?.destroy()
    },
  }
}

function timeText(seconds: number): string {
  return new Date(seconds * 1_000).toLocaleTimeString('en', { hour12: false })
}

function rangeOfTime(history: FigureHistory): [number, number] {
  const end = (history.at(-1)?.at ?? Date.now()) / 1_000
  const first = (history[0]?.at ?? 0) / 1_000
  // At the beginning a minute, so that there is something to see; then as far as it goes back.
  const shown = Math.min(shownSeconds, Math.max(60, end - first))
  return [end - shown, end]
}
