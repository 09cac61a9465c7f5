import { element, fill } from '@gridtick/screen'
import { debugAccount, logOut } from './accounts.ts'

/** Tells in the page's head that somebody is logged in as the debug user, and how to end that. */
export function debugLogin(): HTMLElement {
  const root = element('span', { class: 'debug-login' })
  const show = () => {
    const account = debugAccount()
    if (account === undefined) fill(root)
    else
      fill(
        root,
        element('span', { class: 'faint' }, `Debug user ${account.displayName}`),
        element(
          'button',
          { type: 'button', title: `End the login of ${account.displayName}`, on: { click: logOut } },
          'Log out',
        ),
      )
  }
  addEventListener('gridtick:login', show)
  show()
  return root
}
