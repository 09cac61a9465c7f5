import { adoptStyles, element, fill } from '@gridtick/screen'
import { debugAccount, forgetGuest, guestOf, logOut, seatGuest } from '../../accounts.ts'
import { addressOf } from '../../address.ts'
import { wordsOf } from '../../forms/fields.ts'
import type { ModuleInfo } from '../module-info.ts'
import { askName } from '../pane/ask-name.ts'
import { createZoneForm } from './create-zone.ts'
import { gameList } from './game-list.ts'
import styles from './lobby.css'
import { zoneList } from './zone-list.ts'

/** A login that the server no longer takes: it has expired, or the server forgot it. */
type EndedLogin = { readonly of: 'guest'; readonly name: string } | { readonly of: 'debug' }

/** The first page: your name, the games to start, a new zone, and the zones that run already. */
export function lobby(root: HTMLElement): () => void {
  adoptStyles(styles)
  const who = element('div', {})
  const games = gameList(showCreating)
  const creating = element('div', {})
  const zones = element('div', {})
  let stopList = () => {}
  let endedLogin: EndedLogin | undefined
  let shownWho = ''

  function showWho(): void {
    const guest = guestOf('first')
    // A form that is half filled in stays while nothing about it changed, as when the debug user logs in.
    const now = JSON.stringify([guest?.displayName, endedLogin])
    if (now === shownWho) return
    shownWho = now
    if (guest === undefined) fill(who, whoAreYou())
    else
      fill(
        who,
        element(
          'p',
          { class: 'row who' },
          element('span', {}, 'You play as ', element('strong', {}, guest.displayName)),
          element('button', { type: 'button', on: { click: becomeOther } }, 'Play as someone else'),
        ),
      )
  }

  function becomeOther(): void {
    forgetGuest('first')
    update()
  }

  function showZones(): void {
    stopList()
    stopList = () => {}
    const token = () => (guestOf('first') ?? debugAccount())?.token
    if (token() === undefined || endedLogin?.of === 'guest') {
      fill(zones, element('p', { class: 'faint' }, 'Enter your name above to see the zones that you can join.'))
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

  function whoAreYou(): HTMLElement {
    return askName({
      seat: 'first',
      title: 'Who are you?',
      why: `${whyAgain(endedLogin)}Other players see this name. You need no account.`,
      submitLabel: 'Continue',
      suggestion: endedLogin?.of === 'guest' ? endedLogin.name : '',
      onSeated: update,
    })
  }

  function showCreating(module: ModuleInfo): void {
    const title = element('h2', { tabindex: -1 }, `A new zone of ${wordsOf(module.name)}`)
    fill(
      creating,
      element(
        'section',
        { class: 'panel' },
        title,
        element(
          'p',
          { class: 'faint' },
          'You can keep these values. Only the debug user can create a zone: the page asks for that login, which the terminal of the server shows.',
        ),
        createZoneForm(module, (zoneId) => void play(zoneId)),
      ),
    )
    title.focus()
  }

  /** A name that was typed is used; where the server refuses it, joining asks again. */
  async function play(zoneId: string): Promise<void> {
    const typed = who.querySelector('input')?.value.trim() ?? ''
    if (typed !== '' && guestOf('first') === undefined) await seatGuest('first', typed).catch(() => {})
    location.hash = addressOf('play', zoneId)
  }

  function update(): void {
    if (guestOf('first') !== undefined) endedLogin = undefined
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
          'Enter a name and choose a game. Then create a zone, which is one running game, or join one. Each player sees only their part of the grid: add a second player beside you, and compare.',
        ),
        who,
      ),
      element('section', {}, element('h2', {}, 'Start a new game'), games.root),
      creating,
      element('section', {}, element('h2', {}, 'Zones to join'), zones),
    ),
  )
  update()
  return () => {
    games.stop()
    stopList()
    removeEventListener('gridtick:login', update)
  }
}

function whyAgain(ended: EndedLogin | undefined): string {
  if (ended === undefined) return ''
  const whose = ended.of === 'guest' ? `Your login as ${ended.name}` : 'The login of the debug user'
  return `${whose} has ended: the server no longer accepts it. `
}
