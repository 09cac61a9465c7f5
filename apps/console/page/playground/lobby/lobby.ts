import { element, fill } from 'gridtick/screen'
import { debugAccount, forgetGuest, guestOf, logOut } from '../../accounts.ts'
import { addressOf } from '../../address.ts'
import { wordsOf } from '../../forms/fields.ts'
import { messageOf } from '../../message-of.ts'
import { loadModules } from '../load-modules.ts'
import type { ModuleInfo } from '../module-info.ts'
import { askName } from '../pane/ask-name.ts'
import { chooseModule } from './choose-module.ts'
import { createZoneForm } from './create-zone.ts'
import { zoneList } from './zone-list.ts'

/** A login that the server no longer takes: it has expired, or the server forgot it. */
type EndedLogin = { readonly of: 'guest'; readonly name: string } | { readonly of: 'debug' }

/** Where one begins: who one is, which games there are, a new zone, and those that are there already. */
export function lobby(root: HTMLElement): () => void {
  const who = element('div', {})
  const games = element('div', {}, element('p', { class: 'faint', role: 'status' }, 'Loading the games…'))
  const creating = element('div', {})
  const zones = element('div', {})
  let stopList = () => {}
  let endedLogin: EndedLogin | undefined

  function showWho(): void {
    const guest = guestOf('first')
    if (guest === undefined) fill(who)
    else
      fill(
        who,
        element(
          'p',
          { class: 'row who' },
          element('span', {}, 'You play as ', element('strong', {}, guest.displayName)),
          element('button', { type: 'button', on: { click: becomeOther } }, 'Be somebody else'),
        ),
      )
  }

  function becomeOther(): void {
    forgetGuest('first')
    showWho()
    showZones()
  }

  function showZones(): void {
    stopList()
    stopList = () => {}
    const token = () => (guestOf('first') ?? debugAccount())?.token
    if (guestOf('first') !== undefined) endedLogin = undefined
    if (token() === undefined || endedLogin?.of === 'guest') {
      fill(zones, whoAreYou())
      return
    }
    const list = zoneList({ token, onRefused: endLogin })
    stopList = list.stop
    fill(zones, list.root)
  }

  /** The server does not take a token. Meanwhile another tab may have put a good one into its place. */
  function endLogin(token: string): void {
    const [guest, debugUser] = [guestOf('first'), debugAccount()]
    if (guest?.token === token) {
      endedLogin = { of: 'guest', name: guest.displayName }
      forgetGuest('first')
    } else if (guest === undefined && debugUser?.token === token) {
      endedLogin = { of: 'debug' }
      logOut()
      return
    }
    update()
  }

  /** Zones are shown to somebody only, if only a guest. */
  function whoAreYou(): HTMLElement {
    return askName({
      seat: 'first',
      title: 'Who are you?',
      why: `${whyAgain(endedLogin)}A name is all it takes. The zones that are there already show here then.`,
      submitLabel: 'Continue',
      suggestion: endedLogin?.of === 'guest' ? endedLogin.name : '',
      onSeated: update,
    })
  }

  async function showGames(): Promise<void> {
    try {
      const modules = await loadModules()
      fill(
        games,
        modules.length === 0
          ? element('p', { class: 'faint' }, 'This server runs no games. Name some in its setting MODULES.')
          : chooseModule({ modules, onChosen: showCreating }),
      )
    } catch (error) {
      fill(
        games,
        element('p', { class: 'problem', role: 'alert' }, messageOf(error)),
        element('button', { type: 'button', on: { click: () => void showGames() } }, 'Try again'),
      )
    }
  }

  function showCreating(module: ModuleInfo): void {
    const title = element('h2', { tabindex: -1 }, `A new zone of ${wordsOf(module.name)}`)
    fill(
      creating,
      element(
        'section',
        { class: 'panel' },
        title,
        element('p', { class: 'faint' }, 'All of it may stay as it is.'),
        createZoneForm(module, (zoneId) => {
          location.hash = addressOf('play', zoneId)
        }),
      ),
    )
    title.focus()
  }

  const update = () => {
    showWho()
    showZones()
  }
  addEventListener('gridtick:login', update)
  fill(
    root,
    element(
      'div',
      { class: 'lobby' },
      element(
        'section',
        { class: 'hero' },
        element('h1', {}, 'Games on a grid, tick by tick'),
        element(
          'p',
          {},
          'Choose a game, create a zone, and play it right here. Each player is shown only what that player may see: open a second one beside the first and compare.',
        ),
        who,
      ),
      element('section', {}, element('h2', {}, 'Games'), games),
      creating,
      element('section', {}, element('h2', {}, 'Zones'), zones),
    ),
  )
  update()
  void showGames()
  return () => {
    stopList()
    removeEventListener('gridtick:login', update)
  }
}

function whyAgain(ended: EndedLogin | undefined): string {
  if (ended === undefined) return ''
  const whose = ended.of === 'guest' ? `Your login as ${ended.name}` : 'The debug login'
  return `${whose} has ended: the server no longer knows it. `
}
