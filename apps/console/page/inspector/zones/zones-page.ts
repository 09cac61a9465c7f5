import { element, fill } from '@gridtick/screen'
import { addressOf } from '../../address.ts'
import { callApi } from '../../api.ts'
import { messageOf } from '../../message-of.ts'
import { startPolling } from '../../start-polling.ts'
import { askAsDebug } from '../ask-as-debug.ts'
import type { ZonePage } from '../server-answers.ts'
import { type FoundZones, findZones } from './find-zones.ts'
import { createHealthStrip } from './health-strip.ts'
import { createZoneActions } from './zone-actions.ts'
import { createZonesTable } from './zones-table.ts'

const pauseMs = 2_000
/** Typing is over when no key was pressed for so long. */
const typedMs = 250

/** `#/inspect`: how the server is, and its zones. Returns how to leave. */
export function mountZonesPage(root: HTMLElement): () => void {
  const health = createHealthStrip()
  const actions = createZoneActions({ onBusy: () => show(), onDone: () => polling.refresh() })
  const table = createZonesTable(actions)
  const trouble = element('p', { class: 'problem', role: 'status' })
  const note = element('p', { class: 'faint inspector-note', role: 'status' }, 'Reading the zones…')
  const empty = element('div', { class: 'inspector-empty', hidden: true })

  // The pages that led here: each is where one begins. The first begins at the start.
  let cursors: readonly (string | null)[] = [null]
  let found: FoundZones | undefined
  let typing: ReturnType<typeof setTimeout> | undefined

  const search = element('input', { type: 'search', placeholder: 'name or id', on: { input: () => typed() } })
  const modules = element('select', { on: { change: () => restart() } }, option('', 'all modules'))
  const status = element(
    'select',
    { on: { change: () => restart() } },
    option('', 'any status'),
    ...['open', 'paused', 'finished'].map((name) => option(name, name)),
  )
  const back = element('button', { type: 'button', on: { click: () => turn(cursors.slice(0, -1)) } }, 'Previous page')
  const next = element(
    'button',
    { type: 'button', on: { click: () => turn([...cursors, found?.nextCursor ?? null]) } },
    'Next page',
  )

  function typed(): void {
    clearTimeout(typing)
    typing = setTimeout(restart, typedMs)
  }

  function restart(): void {
    turn([null])
  }

  function turn(to: readonly (string | null)[]): void {
    cursors = to
    note.textContent = 'Reading the zones…'
    polling.refresh()
  }

  async function readPage(cursor: string | null, signal: AbortSignal): Promise<ZonePage> {
    const query = new URLSearchParams()
    if (modules.value !== '') query.set('module', modules.value)
    if (status.value !== '') query.set('status', status.value)
    if (cursor !== null) query.set('cursor', cursor)
    return askAsDebug<ZonePage>(`/v1/zones?${query}`, { signal })
  }

  const polling = startPolling({
    // A search that had to walk through many pages is not made again and again as often as one that had not.
    pauseMs: () => pauseMs * (found?.walked ?? 1),
    async work(signal) {
      const asked = cursors
      const read = await findZones({
        text: search.value,
        cursor: asked.at(-1) ?? null,
        readPage: (cursor) => readPage(cursor, signal),
      })
      if (asked === cursors) found = read
      else polling.refresh()
    },
    onDone(error) {
      trouble.textContent = error === undefined ? '' : `${messageOf(error)} Trying again.`
      root.classList.toggle('stale', error !== undefined)
      show()
    },
  })

  function show(): void {
    if (found === undefined) return
    const { zones, nextCursor } = found
    table.show(zones)
    table.root.hidden = zones.length === 0
    back.disabled = cursors.length === 1
    next.disabled = nextCursor === null
    back.hidden = next.hidden = back.disabled && next.disabled
    const isFiltered = search.value !== '' || modules.value !== '' || status.value !== ''
    const more = nextCursor === null ? '' : ', and there are more'
    note.textContent = zones.length === 0 ? '' : `${zones.length} ${zones.length === 1 ? 'zone' : 'zones'}${more}`
    empty.hidden = zones.length > 0
    if (!empty.hidden)
      fill(empty, ...nothing({ isFiltered, isFirst: cursors.length === 1, hasMore: nextCursor !== null }))
  }

  callApi<{ readonly modules: readonly { readonly name: string }[] }>('/v1/modules').then(
    (answer) => modules.append(...answer.modules.map(({ name }) => option(name, name))),
    // The list of zones tells that the server is away.
    () => {},
  )

  root.append(
    element(
      'div',
      { class: 'inspector-title' },
      element('h1', {}, 'Zones'),
      element('a', { class: 'button primary', href: addressOf('play') }, 'New zone'),
    ),
    health.root,
    element(
      'form',
      {
        class: 'inspector-filters',
        role: 'search',
        'aria-label': 'Zones',
        on: {
          submit: (event) => {
            event.preventDefault()
            restart()
          },
        },
      },
      element('label', {}, 'Search', search),
      element('label', {}, 'Module', modules),
      element('label', {}, 'Status', status),
    ),
    trouble,
    table.root,
    empty,
    element('div', { class: 'row inspector-pages' }, back, next, note),
  )
  return () => {
    clearTimeout(typing)
    polling.stop()
    health.stop()
  }
}

function nothing(where: {
  readonly isFiltered: boolean
  readonly isFirst: boolean
  readonly hasMore: boolean
}): HTMLElement[] {
  if (where.hasMore) return [element('p', {}, 'None on the pages searched so far. “Next page” continues the search.')]
  if (!where.isFirst) return [element('p', {}, 'Nothing more here.')]
  if (where.isFiltered) return [element('p', {}, 'No zone matches. Remove a filter.')]
  return [
    element('p', {}, 'There are no zones yet.'),
    element('p', {}, element('a', { href: addressOf('play') }, 'Create the first one on the page “Play”'), '.'),
  ]
}

function option(value: string, label: string): HTMLOptionElement {
  return element('option', { value }, label)
}
