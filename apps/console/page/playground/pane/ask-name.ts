import { adoptStyles, element } from '@gridtick/screen'
import { type Account, type Seat, seatGuest } from '../../accounts.ts'
import { freshId } from '../../forms/control.ts'
import { messageOf } from '../../message-of.ts'
import styles from './ask-name.css'

/** As the server takes names. */
const nameLengthMax = 32

/** A form that asks for a name and makes the guest of a seat. */
export function askName(options: {
  readonly seat: Seat
  readonly title: string
  readonly why: string
  readonly submitLabel: string
  readonly suggestion?: string
  readonly onSeated: (account: Account) => void
}): HTMLElement {
  adoptStyles(styles)
  const input = element('input', {
    id: freshId('name'),
    name: 'name',
    autocomplete: 'nickname',
    maxlength: nameLengthMax,
    placeholder: 'Anything you like',
  })
  input.value = options.suggestion ?? ''
  const problem = element('p', { class: 'problem', role: 'alert' })
  const submit = element('button', { class: 'primary', type: 'submit' }, options.submitLabel)

  async function seat(event: Event): Promise<void> {
    event.preventDefault()
    submit.disabled = true
    problem.textContent = ''
    try {
      options.onSeated(await seatGuest(options.seat, input.value))
    } catch (error) {
      problem.textContent = messageOf(error)
    } finally {
      submit.disabled = false
    }
  }

  return element(
    'form',
    { class: 'ask-name panel', novalidate: true, on: { submit: (event) => void seat(event) } },
    element('h2', {}, options.title),
    element('p', { class: 'faint' }, options.why),
    element('label', { for: input.id }, 'Your name'),
    element('div', { class: 'row' }, input, submit),
    problem,
  )
}
