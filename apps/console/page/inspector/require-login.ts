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
  ['Zones', 'all of them, with pause, resume, step by step, and delete'],
  ['State', 'everything a zone holds beside what any one player sees of it, and what is hidden marked'],
  ['Log', 'each intent, who sent it, and what became of it'],
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
          : 'The Inspector shows a running server from within. That is for the debug user, because it shows what players must not know.',
      ),
      !hasEnded &&
        element('dl', {}, ...offers.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)])),
      element('div', { class: 'row' }, logIn),
      element(
        'p',
        { class: 'faint' },
        "The name and password are in the server's .env file, as DEBUG_USER and DEBUG_PASSWORD. Without them nobody can log in.",
      ),
    ),
  )
  return () => {}
}
