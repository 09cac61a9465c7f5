import { element } from '@gridtick/screen'
import type { Account } from './account.ts'
import { messageOf } from './message-of.ts'
import { showDialog } from './show-dialog.ts'

/** Asks for the debug user's name and password until they are good. Undefined: the person cancelled. */
export async function askLogin(options: {
  readonly why: string | undefined
  /** Rejects with why it was refused, for the person to read. */
  readonly logIn: (credentials: { username: string; password: string }) => Promise<Account>
}): Promise<Account | undefined> {
  const username = element('input', { name: 'username', autocomplete: 'username', required: true, value: 'debug' })
  const password = element('input', {
    name: 'password',
    type: 'password',
    autocomplete: 'current-password',
    required: true,
  })
  const problem = element('p', { class: 'problem', role: 'alert' }, options.why)
  const submit = element('button', { class: 'primary', type: 'submit' }, 'Log in')
  const dialog = element('dialog', { class: 'login', 'aria-labelledby': 'login-title' })
  const form = element(
    'form',
    { on: { submit: (event) => void tryIt(event) } },
    element('h2', { id: 'login-title' }, 'Log in as the debug user'),
    element(
      'p',
      { class: 'faint' },
      'Only the debug user can create zones and look inside them. You find the name and the password in the terminal where the server started, or in its .env file.',
    ),
    element('label', {}, 'Name', username),
    element('label', {}, 'Password', password),
    problem,
    element(
      'div',
      { class: 'row end' },
      element('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel'),
      submit,
    ),
  )
  let account: Account | undefined

  async function tryIt(event: Event): Promise<void> {
    event.preventDefault()
    submit.disabled = true
    problem.textContent = ''
    try {
      account = await options.logIn({ username: username.value, password: password.value })
      dialog.close()
    } catch (error) {
      problem.textContent = messageOf(error)
      password.select()
    } finally {
      submit.disabled = false
    }
  }

  dialog.append(form)
  const closed = showDialog(dialog)
  password.focus()
  await closed
  return account
}
