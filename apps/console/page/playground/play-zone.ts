import { element, fill } from '@gridtick/screen'
import { type Account, debugAccount, guestOf } from '../accounts.ts'
import { addressOf } from '../address.ts'
import { callApi } from '../api.ts'
import { wordsOf } from '../forms/fields.ts'
import { createBotPanel } from './bots/bot-panel.ts'
import { copyLink } from './copy-link.ts'
import { loadModules } from './load-modules.ts'
import { createPane, type Pane } from './pane/pane.ts'
import { createPaneKeys } from './pane/pane-keys.ts'
import { aloud, sign } from './short-words.ts'

/** Under this name the tab keeps in which zone a second player is shown. */
const besideKey = 'gridtick.beside'

/** Plays one zone: a pane for the player, and beside it another one through other eyes if asked for. */
export function playZone(root: HTMLElement, zoneId: string): () => void {
  const keys = createPaneKeys()
  const title = element('h1', {}, 'Zone')
  const module = element('span', { class: 'faint' })
  const panes = element('div', { class: 'panes' })
  const second = element(
    'button',
    { type: 'button', 'aria-expanded': 'false', on: { click: () => void toggleSecond() } },
    ...secondLabel(false),
  )
  // A tab of its own, so that players go on beside it; with an opener it shares the debug login of this one.
  const inspect = element(
    'a',
    { class: 'inspect-link', href: addressOf('inspect', zoneId), target: '_blank', rel: 'opener' },
    'Inspect ↗',
  )
  const bots = createBotPanel(zoneId)
  let secondPane: Pane | undefined

  const paneOptions = { zoneId, modules: loadModules, keys }
  const first = createPane({
    ...paneOptions,
    seat: 'first',
    onSeated: (account) => void describe(account),
    onLeft() {
      location.hash = addressOf('play')
    },
  })

  let isLeft = false
  /** The zone's name, which the socket does not tell. Without an answer the page works as well. */
  async function describe({ token }: Account): Promise<void> {
    try {
      const zone = await callApi<{ name: string; module: string }>(`/v1/zones/${encodeURIComponent(zoneId)}`, { token })
      if (isLeft) return
      title.textContent = zone.name
      document.title = `${zone.name} · Gridtick`
      module.textContent = wordsOf(zone.module)
      bots.offer(zone.module)
    } catch {
      module.textContent = ''
    }
  }

  async function toggleSecond(): Promise<void> {
    if (secondPane === undefined) {
      openSecond()
      return
    }
    second.disabled = true
    await secondPane.leave()
    second.disabled = false
    closeSecond()
  }

  function openSecond(): void {
    secondPane = createPane({ ...paneOptions, seat: 'second', onSeated: () => {}, onLeft: closeSecond })
    fill(panes, first.root, secondPane.root)
    // Also over a reload, as when a screen was saved.
    sessionStorage.setItem(besideKey, zoneId)
    showToggle()
  }

  function closeSecond(): void {
    secondPane?.root.remove()
    secondPane = undefined
    sessionStorage.removeItem(besideKey)
    showToggle()
  }

  function showToggle(): void {
    const isOpen = secondPane !== undefined
    second.setAttribute('aria-expanded', String(isOpen))
    fill(second, ...secondLabel(isOpen))
    panes.classList.toggle('two', isOpen)
  }

  fill(panes, first.root)
  if (sessionStorage.getItem(besideKey) === zoneId && guestOf('second') !== undefined) openSecond()
  // Whoever has just created it is to see its name before joining.
  const creator = guestOf('first') === undefined ? debugAccount() : undefined
  if (creator !== undefined) void describe(creator)
  fill(
    root,
    element(
      'div',
      { class: 'play' },
      element(
        'div',
        { class: 'play-bar' },
        element('a', { href: addressOf('play') }, '← ', aloud('All zones')),
        element('div', { class: 'play-title' }, title, module),
        element('div', { class: 'row' }, inspect, copyLink(), second),
      ),
      panes,
      bots.root,
    ),
  )
  return () => {
    isLeft = true
    document.title = 'Gridtick'
    keys.stop()
    first.stop()
    secondPane?.stop()
    bots.stop()
  }
}

function secondLabel(isOpen: boolean): readonly HTMLElement[] {
  return isOpen ? [aloud('Close the second player'), sign('− Player')] : [aloud('Second player'), sign('+ Player')]
}
