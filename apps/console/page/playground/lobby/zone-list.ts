import { element, fill } from '@gridtick/screen'
import { addressOf } from '../../address.ts'
import { ageElement, refreshAges } from '../../age-element.ts'
import { ApiError, callApi } from '../../api.ts'
import { serverWatch } from '../../development/server-watch.ts'
import { messageOf } from '../../message-of.ts'
import { startPolling } from '../../start-polling.ts'
import { tellApart } from '../../tell-apart.ts'

type Zone = {
  readonly id: string
  readonly name: string
  readonly module: string
  readonly status: 'open' | 'paused' | 'finished'
  readonly createdAt: string
  readonly players: { readonly members: number; readonly connected: number }
}

/** One page of the server's list; more zones than these are found by their links. */
const zonesMax = 50
const pauseMs = 5_000

/**
 * The zones of all games, kept up to date while somebody looks. `stop` ends that. A token that the server does not take is
 * handed to `onRefused`, and not asked with again.
 */
export function zoneList({
  token,
  onRefused,
}: {
  readonly token: () => string | undefined
  readonly onRefused: (token: string) => void
}): { readonly root: HTMLElement; readonly stop: () => void } {
  const problem = element('p', { class: 'problem', role: 'status' })
  const place = element('div', {}, element('p', { class: 'faint' }, 'Looking for zones…'))
  let shown = ''
  let asked: string | undefined

  const polling = startPolling({
    pauseMs: () => pauseMs,
    async work(signal) {
      const bearer = token()
      asked = bearer
      if (bearer === undefined) return
      const answer = await callApi<{ zones: readonly Zone[]; nextCursor: string | null }>(
        `/v1/zones?limit=${zonesMax}`,
        { token: bearer, signal },
      )
      // The same list again would only take the focus away.
      const text = JSON.stringify(answer)
      if (text !== shown) fill(place, tableOf(answer.zones), answer.nextCursor !== null && more())
      shown = text
      refreshAges(place)
    },
    onDone(error) {
      if (error instanceof ApiError && error.status === 401 && asked !== undefined) {
        polling.stop()
        onRefused(asked)
        return
      }
      problem.textContent = error === undefined ? '' : messageOf(error)
      if (error !== undefined && shown === '') fill(place)
    },
  })
  const stopHearing = serverWatch.on((news) => {
    if (news.kind === 'there' && news.isAnew) polling.refresh()
  })
  return {
    root: element('div', { class: 'zone-list' }, problem, place),
    stop() {
      stopHearing()
      polling.stop()
    },
  }
}

function more(): HTMLElement {
  return element('p', { class: 'faint' }, `These are the first ${zonesMax} zones. To reach another one, open its link.`)
}

function tableOf(zones: readonly Zone[]): HTMLElement {
  if (zones.length === 0)
    return element(
      'div',
      { class: 'empty' },
      element('strong', {}, 'No zones yet'),
      element('span', { class: 'faint' }, 'Choose a game above and create the first one.'),
    )
  const names = tellApart(zones)
  return element(
    'ul',
    { class: 'zones', 'aria-label': 'Zones' },
    ...zones.map((zone) =>
      element(
        'li',
        {},
        element(
          'a',
          { class: 'zone', href: addressOf('play', zone.id) },
          element('strong', {}, names.get(zone.id) ?? zone.name),
          element('span', { class: 'faint' }, zone.module),
          element('span', { class: `status ${zone.status}` }, zone.status),
          element('span', { class: 'faint' }, playersOf(zone)),
          element('span', { class: 'faint age' }, ageElement(zone.createdAt)),
          element('span', { class: 'zone-go' }, 'Play →'),
        ),
      ),
    ),
  )
}

function playersOf({ players: { members, connected } }: Zone): string {
  return members === 0 ? 'nobody yet' : `${members} ${members === 1 ? 'player' : 'players'}, ${connected} here`
}
