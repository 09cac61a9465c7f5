import { element, fill } from '@gridtick/screen'
import { addressOf } from '../../address.ts'
import { ApiError } from '../../api.ts'
import { messageOf } from '../../message-of.ts'
import { startPolling } from '../../start-polling.ts'
import { createTabs, type Tabs } from '../../tabs.ts'
import { askAsDebug } from '../ask-as-debug.ts'
import { mountLogTab } from '../log/log-tab.ts'
import type { Zone } from '../server-answers.ts'
import { createZoneActions, pathOf } from './zone-actions.ts'
import { createZoneHead } from './zone-head.ts'
import { zoneTabs } from './zone-tabs.ts'

const pauseMs = 2_000

/** `#/inspect/ZONE`: one zone from within. Returns how to leave. */
export function mountZonePage(
  root: HTMLElement,
  options: {
    readonly zoneId: string
    /** The tab to begin with. */
    readonly tab: string | undefined
    readonly onTab: (name: string) => void
  },
): () => void {
  const { zoneId } = options
  const actions = createZoneActions({ onBusy: () => show(), onDone: () => polling.refresh() })
  const head = createZoneHead(actions)
  const trouble = element('p', { class: 'problem', role: 'status' })
  const body = element('div', {}, element('p', { class: 'faint' }, 'Reading the zone…'))
  let zone: Zone | undefined
  let tabs: Tabs | undefined
  let stopLog = () => {}

  const polling = startPolling({
    pauseMs: () => pauseMs,
    async work(signal) {
      zone = await askAsDebug<Zone>(pathOf({ id: zoneId }), { signal })
    },
    onDone(error) {
      if (error instanceof ApiError && error.code === 'not_found') return showGone()
      trouble.textContent = error === undefined ? '' : `${messageOf(error)} Trying again.`
      root.classList.toggle('stale', error !== undefined)
      show()
    },
  })

  function show(): void {
    if (zone === undefined) return
    head.show(zone)
    if (tabs !== undefined) return
    tabs = createTabs({
      label: 'The zone from within',
      tabs: zoneTabs(zone),
      first: options.tab,
      onShown: options.onTab,
    })
    fill(body, tabs.root)
  }

  /** The log outlives its zone, so it is shown if there is one. */
  function showGone(): void {
    polling.stop()
    zone = undefined
    tabs?.stop()
    tabs = undefined
    trouble.textContent = ''
    const log = element('div')
    fill(
      body,
      element('h1', {}, 'There is no such zone'),
      element('p', {}, 'It was deleted, or the address is wrong: ', element('code', {}, zoneId)),
      element('p', {}, element('a', { href: addressOf('inspect') }, 'Back to the zones')),
      log,
    )
    head.root.remove()
    stopLog = mountLogTab(log, { zoneId })
  }

  root.append(
    element(
      'nav',
      { 'aria-label': 'Where you are', class: 'inspector-path' },
      element('a', { href: addressOf('inspect') }, '← Zones'),
    ),
    head.root,
    trouble,
    body,
  )
  return () => {
    polling.stop()
    tabs?.stop()
    stopLog()
  }
}
