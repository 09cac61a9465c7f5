import { adoptStyles, element, fill } from '@gridtick/screen'
import { addressOf } from '../../address.ts'
import { brief } from '../../json-tree/json-tree.ts'
import { notify } from '../../notices.ts'
import { createKeyedRows } from '../keyed-rows.ts'
import type { Zone } from '../server-answers.ts'
import { statusBadge } from './status-badge.ts'
import styles from './zone.css'
import type { ZoneActions } from './zone-actions.ts'
import { zoneButtons } from './zone-buttons.ts'

/** Name, status and figures of a zone, what can be done to it, and what its module did wrong. */
export function createZoneHead(actions: ZoneActions): { readonly root: HTMLElement; show(zone: Zone): void } {
  adoptStyles(styles)
  const title = element('div', { class: 'inspector-title' })
  const figures = element('dl', { class: 'inspector-figures' })
  const controls = element('div')
  const failure = element('div')
  const buttons = createKeyedRows<Zone>({
    parent: controls,
    keyOf: ({ id }) => id,
    signatureOf: ({ id, name, status, record, players }) =>
      JSON.stringify([name, status, record, players.members, actions.isBusy(id)]),
    make: (zone) =>
      element('div', { class: 'row', role: 'group', 'aria-label': 'Zone controls' }, ...zoneButtons(zone, actions)),
  })
  const errors = createKeyedRows<string>({
    parent: failure,
    keyOf: (text) => text,
    signatureOf: () => '',
    make: makeError,
  })
  let named = ''
  return {
    root: element('header', { class: 'inspector-head' }, title, figures, controls, failure),
    show(zone) {
      const name = JSON.stringify([zone.name, zone.status])
      if (name !== named) fill(title, ...nameOf(zone))
      named = name
      fill(figures, ...figuresOf(zone))
      buttons.show([zone])
      errors.show(zone.error === null ? [] : [zone.error])
    },
  }
}

function nameOf({ id, name, status }: Zone): HTMLElement[] {
  return [
    element('h1', {}, name, ' ', statusBadge(status)),
    element('a', { class: 'button', href: addressOf('play', id) }, 'Play it'),
  ]
}

function figuresOf(zone: Zone): HTMLElement[] {
  const pairs: readonly (readonly [string, string])[] = [
    ['Module', `${zone.module} ${zone.moduleVersion}`],
    ['Tick', String(zone.tick)],
    ['Players', `${zone.players.connected} of ${zone.players.members} connected`],
    ['Period', zone.everyMs === 0 ? 'on demand' : `${zone.everyMs} ms`],
    ['Created', new Date(zone.createdAt).toLocaleString()],
    ...(zone.recordedTicks !== undefined && (zone.record || zone.recordedTicks > 0)
      ? [['Recorded', `${zone.recordedTicks} ticks${zone.record ? ', going on' : ''}`] as const]
      : []),
    ...(zone.status === 'finished' ? [['Result', brief(zone.result)] as const] : []),
    ['Id', zone.id],
  ]
  return pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))
}

/** The message names module, zone, tick, what and where. */
function makeError(text: string): HTMLElement {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      notify('The error is on the clipboard.', 'good')
    } catch {
      notify('The browser does not let this page copy. Select the text instead.', 'bad')
    }
  }
  return element(
    'section',
    { class: 'inspector-error panel', 'aria-label': 'What the module did wrong' },
    element(
      'div',
      { class: 'inspector-title' },
      element('h2', {}, 'The module failed'),
      element('button', { type: 'button', 'data-focus': 'copy', on: { click: () => void copy() } }, 'Copy'),
    ),
    element('pre', { tabindex: 0, 'aria-label': 'The error' }, text),
    element(
      'p',
      {},
      'Fix the module and save it. Under npm run dev the server starts again by itself and tries the zone; otherwise start it again and press Resume. If an intent is the cause, resume without what is queued.',
    ),
  )
}
