import { type Attributes, element } from '@gridtick/screen'

/** A button that is not pressed twice: while what it does is not done, it is busy. */
export function button(text: string, press: () => unknown, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text)
  made.addEventListener('click', async () => {
    if (made.getAttribute('aria-busy') === 'true') return
    made.setAttribute('aria-busy', 'true')
    try {
      await press()
    } finally {
      made.removeAttribute('aria-busy')
    }
  })
  return made
}

/** A part of the screen with a name. Its controls are of no use, and disabled, while the region does not run. */
export function panel(name: string, ...content: readonly (Node | string)[]): HTMLElement {
  return element(
    'section',
    { class: 'part', 'aria-label': name },
    element('h3', {}, name),
    element('fieldset', { class: 'bare controls' }, ...content),
  )
}

/** Text of an element, touched only if it is another. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text
}

export type Option = { readonly value: string; readonly text: string }

/** Puts options into a choice, and keeps what was chosen if it is still there. */
export function setOptions(select: HTMLSelectElement, options: readonly Option[]): void {
  const shown = [...select.options].map(({ value, text }) => `${value} ${text}`).join('\n')
  if (shown === options.map(({ value, text }) => `${value} ${text}`).join('\n')) return
  const chosen = select.value
  select.replaceChildren(...options.map(({ value, text }) => element('option', { value }, text)))
  if (options.some(({ value }) => value === chosen)) select.value = chosen
}
