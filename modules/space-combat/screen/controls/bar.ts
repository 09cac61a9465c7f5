import { element } from '@gridtick/screen'
import { amount, shareOf } from '../words/quantities.ts'
import { setText } from './controls.ts'

/** How much there is of what there can be: a name, a bar, and the numbers. Where there can be nothing, nothing is shown. */
export type Bar = { readonly root: HTMLElement; update(number: number, most: number): void }

export function createBar(name: string, kind: string): Bar {
  const numbers = element('span', { class: 'bar-numbers' })
  const fill = element('span', { class: 'bar-fill' })
  const track = element('span', { class: 'bar-track', 'aria-hidden': 'true' }, fill)
  const root = element('div', { class: `bar ${kind}` }, element('span', { class: 'bar-name' }, name), track, numbers)
  return {
    root,
    update(number, most) {
      root.hidden = most === 0
      setText(numbers, `${amount(number)} / ${amount(most)}`)
      fill.style.setProperty('--share', String(shareOf(number, most)))
    },
  }
}
