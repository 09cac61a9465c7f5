import { adoptStyles, element } from '@gridtick/screen'
import plotStyles from 'uplot/dist/uPlot.min.css'
import { messageOf } from '../../message-of.ts'
import { startPolling } from '../../start-polling.ts'
import { readMetrics } from '../ask-as-debug.ts'
import { type Chart, createChart } from './chart.ts'
import styles from './charts.css'
import { type FigureHistory, remember } from './figure-history.ts'
import { formatBytes, formatNumber } from './format-figure.ts'
import { readFigures, type Scrape } from './read-figures.ts'

const pauseMs = 2_000

type Plan = Parameters<typeof createChart>[0]

const noTicks = { yet: 'No ticks since this page was opened.', now: 'no ticks just now' }
const noFigures = { yet: 'The server has no such figures yet.', now: 'no figures just now' }

const ms = (value: number) => `${formatNumber(value)} ms`
const each = (value: number) => `${formatNumber(value)}/s`

function plansFor(module: string): readonly Plan[] {
  return [
    {
      title: `Tick time, ${module}`,
      lines: [
        { label: 'half at most', read: (figures) => figures.stepMedianMs, colour: '--info' },
        { label: '99 of 100 at most', read: (figures) => figures.stepHighMs, colour: '--mark' },
      ],
      format: ms,
      nothing: noTicks,
    },
    {
      title: `Lag, ${module}`,
      lines: [
        { label: 'half at most', read: (figures) => figures.lagMedianMs, colour: '--info' },
        { label: '99 of 100 at most', read: (figures) => figures.lagHighMs, colour: '--mark' },
      ],
      format: ms,
      nothing: noTicks,
    },
    {
      title: 'Frames sent',
      lines: [{ label: 'frames', read: (figures) => figures.framesPerSecond, colour: '--info' }],
      format: each,
      nothing: noFigures,
    },
    {
      title: 'Bytes sent',
      lines: [{ label: 'bytes', read: (figures) => figures.bytesPerSecond, colour: '--info' }],
      format: (value) => `${formatBytes(value)}/s`,
      nothing: noFigures,
    },
    {
      title: 'Frames skipped',
      lines: [{ label: 'skipped', read: (figures) => figures.skippedPerSecond, colour: '--bad' }],
      format: each,
      nothing: noFigures,
    },
    {
      title: 'Connections',
      lines: [{ label: 'connections', read: (figures) => figures.connections, colour: '--good' }],
      format: formatNumber,
      nothing: noFigures,
    },
  ]
}

/** What was read of each module, for as long as this tab of the browser lives: coming back shows the last minutes. */
const histories = new Map<string, FigureHistory>()

/**
 * The last minutes of the server in charts. Tick time and lag are of one module's zones, the rest of all: there are no
 * figures of a single zone. Returns how to leave.
 */
export function mountChartsTab(root: HTMLElement, { module }: { readonly module: string }): () => void {
  adoptStyles(plotStyles)
  adoptStyles(styles)
  const trouble = element('p', { class: 'problem', role: 'status' })
  const charts: readonly Chart[] = plansFor(module).map((plan) => createChart(plan))
  let history: FigureHistory = histories.get(module) ?? []
  let last: Scrape | undefined

  const polling = startPolling({
    pauseMs: () => pauseMs,
    async work(signal) {
      const now: Scrape = { metrics: await readMetrics(signal), at: Date.now() }
      // Over a pause the rates would be those of the pause, not of now.
      if (last !== undefined && now.at - last.at < 5 * pauseMs)
        history = remember(history, readFigures(last, now, module))
      last = now
    },
    onDone(error) {
      trouble.textContent = error === undefined ? '' : `${messageOf(error)} Trying again.`
      histories.set(module, history)
      for (const chart of charts) chart.show(history)
    },
  })

  root.append(
    element(
      'p',
      { class: 'faint' },
      `Tick time and lag are those of all zones of ${module}; the other figures are those of the whole server. There is a figure every 2 seconds, kept for 10 minutes while this tab is open.`,
    ),
    trouble,
    element('div', { class: 'inspector-charts' }, ...charts.map((chart) => chart.root)),
  )
  for (const chart of charts) chart.show(history)
  return () => {
    polling.stop()
    for (const chart of charts) chart.stop()
  }
}
