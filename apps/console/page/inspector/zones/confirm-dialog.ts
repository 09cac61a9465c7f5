import { element } from '@gridtick/screen'
import { showDialog } from '../../show-dialog.ts'

/** Asks before something that cannot be undone, or that has a choice. Resolves with the button pressed, or undefined. */
export async function confirmDialog<Choice extends string>(options: {
  readonly title: string
  readonly text: string
  readonly choices: readonly { readonly name: Choice; readonly label: string; readonly class?: string }[]
}): Promise<Choice | undefined> {
  const dialog = element('dialog', { class: 'inspector-dialog', 'aria-labelledby': 'confirm-title' })
  let chosen: Choice | undefined
  const buttons = options.choices.map(({ name, label, class: look = '' }) => {
    const choose = () => {
      chosen = name
      dialog.close()
    }
    return element('button', { type: 'button', class: look, on: { click: choose } }, label)
  })
  dialog.append(
    element('h2', { id: 'confirm-title' }, options.title),
    element('p', {}, options.text),
    element(
      'div',
      { class: 'row end' },
      element('button', { type: 'button', autofocus: true, on: { click: () => dialog.close() } }, 'Cancel'),
      ...buttons,
    ),
  )
  await showDialog(dialog)
  return chosen
}
