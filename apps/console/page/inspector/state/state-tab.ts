import { adoptStyles, element, fill } from '@gridtick/screen'
import { ApiError } from '../../api.ts'
import { looksOf } from '../../load-screen.ts'
import { messageOf } from '../../message-of.ts'
import { notify } from '../../notices.ts'
import { startPolling } from '../../start-polling.ts'
import { askAsDebug } from '../ask-as-debug.ts'
import { namePlayers } from '../name-players.ts'
import { createOptions } from '../options.ts'
import type { Player, ZoneState } from '../server-answers.ts'
import { pathOf } from '../zones/zone-actions.ts'
import { compareState, withoutViewer } from './compare-state.ts'
import { createEntityTable } from './entity-table.ts'
import { createFogMap } from './fog-map.ts'
import { type Moment, readMoment } from './read-moment.ts'
import styles from './state.css'
import { createStateTrees } from './state-trees.ts'

const pauseMs = 2_000
/** A state that takes long to read and to show is read less often: at the most this much of the time goes into it. */
const busyShare = 0.2

/** Everything of a zone beside what one player sees of it. Returns how to leave. */
export function mountStateTab(
  root: HTMLElement,
  { zoneId, module }: { readonly zoneId: string; readonly module: string },
): () => void {
  adoptStyles(styles)
  const path = pathOf({ id: zoneId })
  let players: readonly Player[] = []
  let moment: { readonly read: Moment; readonly viewerId: string } | undefined
  let isHeld = false
  let begunMs = 0
  let tookMs = 0

  const viewer = createOptions({
    label: 'Compare with the view of',
    any: 'nobody',
    onChange: () => polling.refresh(),
  })
  const hold = element(
    'button',
    { type: 'button', 'aria-pressed': 'false', on: { click: () => toggleHold() } },
    'Hold this moment',
  )
  const tick = element('p', { class: 'faint inspector-note', role: 'status' }, 'Reading the state…')
  const trouble = element('p', { class: 'problem', role: 'status' })
  const unsure = element('p', { class: 'problem', role: 'status' })
  const map = createFogMap({ onPick: ({ entity }) => table.open(entity.id) })
  const table = createEntityTable({ onChoose: (entityId) => map.choose(entityId) })
  void looksOf(module).then(map.use)
  const trees = createStateTrees()
  const content = element('div', { class: 'inspector-state', hidden: true }, map.root, table.root, trees.root)
  viewer.root.classList.add('wide')

  function toggleHold(): void {
    isHeld = !isHeld
    hold.setAttribute('aria-pressed', String(isHeld))
    hold.textContent = isHeld ? 'Go on' : 'Hold this moment'
    if (!isHeld) polling.refresh()
  }

  const polling = startPolling({
    pauseMs: () => (isHeld ? undefined : Math.max(pauseMs, tookMs / busyShare)),
    async work(signal) {
      begunMs = performance.now()
      const list = await askAsDebug<{ readonly players: readonly Player[] }>(`${path}/players`, { signal })
      players = list.players
      offerPlayers()
      const viewerId = viewer.value()
      const readView = () => askAsDebug<ZoneState>(`${path}/state?as=${encodeURIComponent(viewerId)}`, { signal })
      const read = await readMoment({
        readFull: () => askAsDebug<ZoneState>(`${path}/state?full=true`, { signal }),
        readView: viewerId === '' ? undefined : readView,
        mayFail: (error) => error instanceof ApiError && (error.status >= 500 || error.code === 'too_large'),
      })
      // What is held stays, also when this was under way already.
      if (isHeld && moment?.viewerId === viewerId) return
      moment = { read, viewerId }
      if (viewer.value() !== viewerId) polling.refresh()
    },
    onDone(error) {
      trouble.textContent = error === undefined ? '' : `${messageOf(error)} Trying again.`
      show()
      tookMs = performance.now() - begunMs
    },
  })

  function offerPlayers(): void {
    const before = viewer.value()
    const names = namePlayers(players)
    viewer.show(
      players.map(({ playerId, disconnectedAt }) => {
        const name = names.get(playerId) ?? playerId
        return [playerId, disconnectedAt === null ? name : `${name} (away)`]
      }),
    )
    if (before !== '' && viewer.value() === '') notify('That player has left the zone.')
  }

  function show(): void {
    if (moment === undefined) return
    const { read, viewerId } = moment
    const { full, sighting } = read
    const name = sighting.kind === 'view' ? (namePlayers(players).get(viewerId) ?? viewerId) : undefined
    const comparison = sighting.kind === 'view' ? compareState(full, sighting.view) : withoutViewer(full)
    content.hidden = false
    tick.textContent = `Tick ${full.tick}, ${new Date(full.at).toLocaleTimeString()}${isHeld ? ', held' : ''}`
    fill(unsure, ...doubtsAbout(read, comparison.unknown.length))
    table.show({ comparison, players, viewer: name })
    map.show(comparison, name)
    trees.show({ full, differences: comparison.extras, viewer: name })
  }

  root.append(element('div', { class: 'inspector-filters' }, viewer.root, hold, tick), trouble, unsure, content)
  return () => {
    polling.stop()
    map.stop()
  }
}

function doubtsAbout({ sighting }: Moment, unknown: number): string[] {
  if (sighting.kind === 'failed') return [`The view of this player cannot be shown: ${sighting.message}`]
  if (sighting.kind === 'nobody') return []
  if (!sighting.isSameTick)
    return ['The zone ticks too fast: the view is from another tick than the state. Pause the zone to compare them.']
  return unknown === 0 ? [] : [`The view holds ${unknown} entities that are not in the state.`]
}
