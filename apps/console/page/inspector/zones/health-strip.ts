import { adoptStyles, element, fill } from '@gridtick/screen'
import { messageOf } from '../../message-of.ts'
import { startPolling } from '../../start-polling.ts'
import { readHealth } from '../ask-as-debug.ts'
import { formatDuration, formatNumber } from '../charts/format-figure.ts'
import type { Health } from '../server-answers.ts'
import styles from './zone.css'

const pauseMs = 2_000

/** How the server is, in one line that keeps itself up to date. */
export function createHealthStrip(): { readonly root: HTMLElement; stop(): void } {
  adoptStyles(styles)
  const figures = element('dl', {}, ...pair('Server', 'asking…'))
  const root = element('section', { class: 'inspector-health panel', 'aria-label': 'Server health' }, figures)
  let health: Health | undefined
  const polling = startPolling({
    pauseMs: () => pauseMs,
    async work(signal) {
      health = await readHealth(signal)
    },
    onDone(error) {
      root.dataset.status = error === undefined ? health?.status : 'unreachable'
      if (error !== undefined)
        fill(
          figures,
          ...pair('Server', element('strong', { class: 'state unreachable' }, 'no answer')),
          ...pair('Why', messageOf(error)),
        )
      else if (health !== undefined) fill(figures, ...describe(health))
    },
  })
  return { root, stop: () => polling.stop() }
}

function describe({ status, lagMs, zones, connections, database, version, uptimeSeconds }: Health): HTMLElement[] {
  return [
    ...pair('Server', element('strong', { class: `state ${status}` }, status)),
    ...pair('Lag', `${formatNumber(lagMs)} ms`),
    ...pair('Connections', formatNumber(connections)),
    ...pair('Open', formatNumber(zones.open)),
    ...pair('Paused', formatNumber(zones.paused)),
    ...pair('Finished', formatNumber(zones.finished)),
    ...pair(
      'Active',
      zones.active === undefined ? '–' : `${formatNumber(zones.active)} of ${formatNumber(zones.loaded ?? 0)} loaded`,
    ),
    ...pair('Database', database),
    ...pair('Up', formatDuration(uptimeSeconds)),
    ...pair('Version', version),
  ]
}

function pair(name: string, value: HTMLElement | string): HTMLElement[] {
  return [element('div', {}, element('dt', {}, name), element('dd', {}, value))]
}
