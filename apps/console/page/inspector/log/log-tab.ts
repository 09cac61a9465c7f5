import { element } from '@gridtick/screen'
import { ApiError, callApi } from '../../api.ts'
import { messageOf } from '../../message-of.ts'
import { startPolling } from '../../start-polling.ts'
import { askAsDebug } from '../ask-as-debug.ts'
import { namePlayers } from '../name-players.ts'
import { createOptions } from '../options.ts'
import type { LogEntry, Player } from '../server-answers.ts'
import { pathOf } from '../zones/zone-actions.ts'
import {
  everyLogEntry,
  type LogFilter,
  type LogPlace,
  logQuery,
  newerThan,
  newestPlace,
  olderThan,
} from './log-place.ts'
import { createLogTable } from './log-table.ts'

const pauseMs = 2_000
const pageSize = 100
const typedMs = 250

/** What was asked of a zone, newest first, and what became of it. Returns how to leave. */
export function mountLogTab(root: HTMLElement, { zoneId }: { readonly zoneId: string }): () => void {
  const path = pathOf({ id: zoneId })
  let place: LogPlace = newestPlace
  let shown: { readonly entries: readonly LogEntry[]; readonly hasOlder: boolean; readonly place: LogPlace } | undefined
  let players: readonly Player[] = []
  let size: number | undefined
  let typing: ReturnType<typeof setTimeout> | undefined

  const type = element('input', { type: 'search', placeholder: 'as step', maxlength: 64, on: { input: () => typed() } })
  const player = createOptions({ label: 'Player', any: 'all players', onChange: () => restart() })
  const result = createOptions({ label: 'Result', any: 'any result', onChange: () => restart() })
  result.show(['applied', 'refused', 'failed'].map((name) => [name, name]))
  const table = createLogTable()
  const trouble = element('p', { class: 'problem', role: 'status' })
  const note = element('p', { class: 'faint inspector-note', role: 'status' }, 'Reading the log…')
  const newest = element('button', { type: 'button', on: { click: () => restart() } }, 'Newest')
  const newer = element('button', { type: 'button', on: { click: () => go(newerThan(place)) } }, 'Newer')
  const older = element(
    'button',
    { type: 'button', on: { click: () => go(olderThan(place, shown?.entries ?? [])) } },
    'Older',
  )

  function typed(): void {
    clearTimeout(typing)
    typing = setTimeout(restart, typedMs)
  }

  function restart(): void {
    go(newestPlace)
  }

  function go(to: LogPlace): void {
    place = to
    note.textContent = 'Reading the log…'
    polling.refresh()
  }

  function filterNow(): LogFilter {
    return { type: type.value, playerId: player.value(), result: result.value() as LogFilter['result'] }
  }

  const polling = startPolling({
    // What is old does not change.
    pauseMs: () => (place.length === 0 ? pauseMs : undefined),
    async work(signal) {
      size ??= await readPageSize()
      players = await readPlayers(signal)
      player.show([...namePlayers(players)])
      const [asked, query] = [place, logQuery(place, filterNow(), size)]
      const { entries } = await askAsDebug<{ readonly entries: readonly LogEntry[] }>(`${path}/log?${query}`, {
        signal,
      })
      // Somebody went on, or typed, while this was read.
      if (asked !== place || query !== logQuery(place, filterNow(), size)) return polling.refresh()
      shown = { entries: entries.slice(-size), hasOlder: entries.length > size, place }
    },
    onDone(error) {
      // There never was such a zone: of one that was deleted the log is still there.
      if (error instanceof ApiError && error.code === 'not_found') {
        polling.stop()
        return root.replaceChildren()
      }
      trouble.textContent = error === undefined ? '' : `${messageOf(error)} Trying again.`
      show()
    },
  })

  /** Who may still be told apart by name. A zone that was deleted has nobody. */
  async function readPlayers(signal: AbortSignal): Promise<readonly Player[]> {
    try {
      return (await askAsDebug<{ readonly players: readonly Player[] }>(`${path}/players`, { signal })).players
    } catch {
      return players
    }
  }

  function show(): void {
    if (shown === undefined) return
    const isNewest = shown.place.length === 0
    table.show(shown.entries.toReversed(), players)
    newest.disabled = newer.disabled = isNewest
    older.disabled = !shown.hasOlder
    const isFiltered = JSON.stringify(filterNow()) !== JSON.stringify(everyLogEntry)
    if (shown.entries.length === 0)
      note.textContent = isFiltered
        ? 'Nothing in the log matches. Remove a filter.'
        : 'Nobody has sent an intent to this zone yet.'
    else note.textContent = `${countOf(shown.entries)}${isNewest ? ', following what comes' : ', older ones'}`
  }

  root.append(
    element(
      'form',
      {
        class: 'inspector-filters',
        'aria-label': 'Log',
        on: {
          submit: (event) => {
            event.preventDefault()
            restart()
          },
        },
      },
      element('label', {}, 'Intent', type),
      player.root,
      result.root,
    ),
    trouble,
    element('div', { class: 'row inspector-pages' }, newest, newer, older, note),
    element('div', { class: 'inspector-scroll' }, table.root),
  )
  return () => {
    clearTimeout(typing)
    polling.stop()
  }
}

function countOf({ length }: readonly LogEntry[]): string {
  return length === 1 ? '1 entry' : `${length} entries`
}

/** One entry more than a page is asked for, and the server may be set to give fewer than usual. */
async function readPageSize(): Promise<number> {
  const limits = await callApi<{ readonly pageSizeMax: number }>('/v1/limits')
  return Math.max(1, Math.min(pageSize, limits.pageSizeMax - 1))
}
