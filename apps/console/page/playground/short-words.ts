import { element } from '@gridtick/screen'

/** Words that a narrow page leaves out, though they are read aloud as ever. */
export function aloud(text: string): HTMLElement {
  return element('span', { class: 'aloud' }, text)
}

/** Stands for them there, and is not read. */
export function sign(text: string): HTMLElement {
  return element('span', { class: 'sign', 'aria-hidden': 'true' }, text)
}
