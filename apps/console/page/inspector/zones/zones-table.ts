import { element } from 'gridtick/screen'
import { addressOf } from '../../address.ts'
import { createKeyedRows } from '../keyed-rows.ts'
import type { Zone } from '../server-answers.ts'
import { statusBadge } from './status-badge.ts'
import type { ZoneActions } from './zone-actions.ts'
import { zoneButtons } from './zone-buttons.ts'

const columns = ['Status', 'Zone', 'Module', 'Players', 'Tick', 'Actions']

/** The zones of a page, with what can be done to each. On narrow screens each row is a card. */
export function createZonesTable(actions: ZoneActions): {
  readonly root: HTMLElement
  show(zones: readonly Zone[]): void
} {
  const body = element('tbody')
  const heads = columns.map((name) => element('th', { scope: 'col' }, name))
  const root = element(
    'table',
    { class: 'inspector-zones cards', hidden: true },
    element('caption', { class: 'hidden-text' }, 'Zones'),
    element('thead', {}, element('tr', {}, ...heads)),
    body,
  )
  const rows = createKeyedRows<Zone>({
    parent: body,
    keyOf: ({ id }) => id,
    signatureOf: (zone) => JSON.stringify([zone, actions.isBusy(zone.id)]),
    make: (zone) => makeRow(zone, actions),
  })
  return { root, show: (zones) => rows.show(zones) }
}

function makeRow(zone: Zone, actions: ZoneActions): HTMLElement {
  const { id, name, module, status, players, tick, error } = zone
  const link = element('a', { href: addressOf('inspect', id), 'data-focus': 'open' }, name)
  const cells: readonly (readonly [string, readonly (HTMLElement | string | false)[]])[] = [
    ['Status', [statusBadge(status)]],
    [
      'Zone',
      [
        element('div', {}, link),
        element('code', { class: 'faint id' }, id),
        error !== null && element('div', { class: 'problem first-line', title: error }, firstLine(error)),
      ],
    ],
    ['Module', [module]],
    ['Players', [`${players.connected} of ${players.members}`]],
    ['Tick', [String(tick)]],
    ['Actions', [element('div', { class: 'row' }, ...zoneButtons(zone, actions, { isBrief: true }))]],
  ]
  return element('tr', {}, ...cells.map(([label, content]) => element('td', { 'data-label': label }, ...content)))
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
