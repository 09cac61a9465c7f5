import { adoptStyles, element } from '@gridtick/screen'
import { brief, jsonTree } from '../../json-tree/json-tree.ts'
import { createKeyedRows } from '../keyed-rows.ts'
import styles from '../lines.css'
import { namePlayers } from '../name-players.ts'
import type { LogEntry, Player } from '../server-answers.ts'

const columns = ['Seq', 'Time', 'Tick', 'Player', 'Intent', 'Payload', 'Result']

/** Entries of a log, each payload to be opened. On narrow screens each row is a card. */
export function createLogTable(): {
  readonly root: HTMLElement
  show(entries: readonly LogEntry[], players: readonly Player[]): void
} {
  adoptStyles(styles)
  const body = element('tbody')
  const root = element(
    'table',
    { class: 'inspector-log cards' },
    element('caption', { class: 'hidden-text' }, 'Log'),
    element('thead', {}, element('tr', {}, ...columns.map((name) => element('th', { scope: 'col' }, name)))),
    body,
  )
  let names: ReadonlyMap<string, string> = new Map()
  const nameOf = ({ playerId }: LogEntry) => names.get(playerId) ?? playerId
  const rows = createKeyedRows<LogEntry>({
    parent: body,
    keyOf: ({ seq }) => String(seq),
    // An entry never changes, but its player may become known by name.
    signatureOf: (entry) => nameOf(entry),
    make: (entry) => makeRow(entry, nameOf(entry)),
  })
  return {
    root,
    show(entries, players) {
      names = namePlayers(players)
      rows.show(entries)
      root.hidden = entries.length === 0
    },
  }
}

function makeRow(
  { seq, at, tick, playerId, connectionId, type, payload, result, code }: LogEntry,
  name: string,
): HTMLElement {
  const via = connectionId === null ? 'by REST' : `connection ${connectionId}`
  const cells: readonly (readonly [string, HTMLElement | string])[] = [
    ['Seq', String(seq)],
    ['Time', element('time', { datetime: at, title: at }, new Date(at).toLocaleTimeString())],
    ['Tick', String(tick)],
    ['Player', element('span', { title: `${playerId}, ${via}` }, name)],
    ['Intent', type],
    ['Payload', makePayload(payload)],
    ['Result', element('span', { class: `badge ${result}` }, code === null ? result : `${result}: ${code}`)],
  ]
  return element('tr', {}, ...cells.map(([label, value]) => element('td', { 'data-label': label }, value)))
}

/** Short ones are read at once; for a longer one there is a tree. */
function makePayload(payload: unknown): HTMLElement {
  const text = brief(payload, 60)
  if (!text.endsWith('…')) return element('code', {}, text)
  const tree = element('div')
  const show = () => {
    if (tree.childElementCount === 0) tree.append(jsonTree({ label: 'payload', value: payload, open: new Set(['']) }))
  }
  return element('details', { on: { toggle: show } }, element('summary', {}, element('code', {}, text)), tree)
}
