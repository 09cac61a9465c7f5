import { adoptStyles, element } from '@gridtick/screen'
import { addressOf } from '../../address.ts'
import { ageElement, refreshAges } from '../../age-element.ts'
import { createKeyedRows } from '../keyed-rows.ts'
import type { Zone } from '../server-answers.ts'
import { statusBadge } from './status-badge.ts'
import type { ZoneActions } from './zone-actions.ts'
import { zoneButtons } from './zone-buttons.ts'
import styles from './zones-table.css'

const columns = ['Status', 'Zone', 'Module', 'Created', 'Players', 'Tick', 'Actions']

/**
 * The zones of a page, with what can be done to each. On narrow screens each row is a card of two lines, whose actions are
 * behind a button, one zone's at a time.
 */
export function createZonesTable(actions: ZoneActions): {
  readonly root: HTMLElement
  show(zones: readonly Zone[]): void
} {
  adoptStyles(styles)
  const body = element('tbody')
  const heads = columns.map((name) => element('th', { scope: 'col' }, name))
  const root = element(
    'table',
    { class: 'inspector-zones cards', hidden: true },
    element('caption', { class: 'hidden-text' }, 'Zones'),
    element('thead', {}, element('tr', {}, ...heads)),
    body,
  )
  let shown: readonly Zone[] = []
  let opened: string | undefined
  const rows = createKeyedRows<Zone>({
    parent: body,
    keyOf: ({ id }) => id,
    signatureOf: (zone) => JSON.stringify([zone, actions.isBusy(zone.id), zone.id === opened]),
    make: (zone) => makeRow(zone, { actions, isOpen: zone.id === opened, onMenu: () => toggle(zone.id) }),
  })
  function toggle(zoneId: string): void {
    opened = opened === zoneId ? undefined : zoneId
    rows.show(shown)
  }
  return {
    root,
    show(zones) {
      shown = zones
      rows.show(zones)
      refreshAges(body)
    },
  }
}

type RowMenu = { readonly actions: ZoneActions; readonly isOpen: boolean; readonly onMenu: () => void }

function makeRow(zone: Zone, menu: RowMenu): HTMLElement {
  const { id, name, module, status, createdAt, players, tick, error } = zone
  const link = element('a', { href: addressOf('inspect', id), 'data-focus': 'open' }, name)
  const cells: readonly (readonly [string, readonly (HTMLElement | string | false)[]])[] = [
    ['Status', [statusBadge(status)]],
    [
      'Zone',
      [
        element('div', { class: 'zone-name' }, link),
        element('code', { class: 'faint id' }, id),
        error !== null && element('div', { class: 'problem first-line', title: error }, briefError(error, zone)),
      ],
    ],
    ['Module', [module]],
    ['Created', [ageElement(createdAt)]],
    ['Players', [`${players.connected} of ${players.members}`]],
    ['Tick', [String(tick)]],
    ['Actions', actionsOf(zone, menu)],
  ]
  return element('tr', {}, ...cells.map(([label, content]) => element('td', { 'data-label': label }, ...content)))
}

/** The button is there on narrow screens alone; on others there is room for what it opens. */
function actionsOf(zone: Zone, { actions, isOpen, onMenu }: RowMenu): readonly HTMLElement[] {
  const menu = element(
    'button',
    {
      type: 'button',
      class: 'zone-menu',
      'data-focus': 'menu',
      'aria-expanded': String(isOpen),
      'aria-label': `Actions for ${zone.name}`,
      on: { click: onMenu },
    },
    '⋯',
  )
  return [menu, element('div', { class: 'row' }, ...zoneButtons(zone, actions, { isBrief: true }))]
}

/** Its first line, without the module and the zone: the row says them. */
function briefError(error: string, { module, id }: Zone): string {
  return (error.split('\n', 1)[0] ?? '').replace(`module ${module}, zone ${id}, `, '')
}
