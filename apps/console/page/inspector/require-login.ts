import { adoptStyles, element } from '@gridtick/screen'
import { asDebug, debugAccount } from '../accounts.ts'
import { ApiError } from '../api.ts'
import { messageOf } from '../message-of.ts'
import { notify } from '../notices.ts'
import styles from './invitation.css'

/**
 * Shows something to the debug user alone, and to anybody else the invitation to log in; changes over whenever
 * somebody logs in or a login ends. Returns how to leave.
 */
export function requireLogin(root: HTMLElement, mount: (root: HTMLElement) => () => void): () => void {
  adoptStyles(styles)
  let leave = () => {}
  let wasLoggedIn = false
  const show = () => {
    leave()
    root.replaceChildren()
    const isLoggedIn = debugAccount() !== undefined
    leave = isLoggedIn ? mount(root) : invite(root, wasLoggedIn)
    wasLoggedIn ||= isLoggedIn
  }
  addEventListener('gridtick:login', show)
  show()
  return () => {
    removeEventListener('gridtick:login', show)
    leave()
    root.replaceChildren()
  }
}

const offers = [
  ['Zones', 'all of them: pause, resume, step and delete them'],
  ['State', 'everything in a zone, beside what one player sees of it; hidden things are marked'],
  ['Log', 'each intent, who sent it, and its result'],
  ['Charts', 'tick time, lag, frames and connections while the server runs'],
] as const

function invite(root: HTMLElement, hasEnded: boolean): () => void {
  const logIn = element('button', { class: 'primary', type: 'button', on: { click: () => void ask() } }, 'Log in')
  async function ask(): Promise<void> {
    try {
      await asDebug(async () => {})
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'cancelled')) notify(messageOf(error), 'bad')
    }
  }
  root.append(
    element(
      'section',
      { class: 'inspector-invitation panel' },
      element('h1', {}, hasEnded ? 'The login has ended' : 'Look inside'),
      element(
        'p',
        {},
        hasEnded
          ? 'It expired, or somebody logged out. Log in again to go on where you were.'
          : 'The inspector shows all that a running server holds. Only the debug user can open it, because players must not know all this.',
      ),
      !hasEnded &&
        element('dl', {}, ...offers.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)])),
      element('div', { class: 'row' }, logIn),
      element(
        'p',
        { class: 'faint' },
        'You find the name and the password in the terminal where the server started, or in its .env file (DEBUG_USER and DEBUG_PASSWORD). If neither has them, set both and restart the server.',
      ),
    ),
  )
  return () => {}
}
