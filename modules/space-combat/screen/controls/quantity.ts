import { element } from '@gridtick/screen'
import { amount } from '../words/quantities.ts'
import { setText } from './controls.ts'

/** How many: by slider, by number, or by a share of the most. */
export type Quantity = {
  readonly root: HTMLElement
  readonly value: number
  /**
   * Sets what can be chosen; of nothing, nothing is shown. What was chosen is kept as far as it can be, and all that there
   * was becomes all that there is.
   */
  limit(most: number): void
  /** What the button for the most says from now on. */
  nameAll(text: string): void
}

const shares = [
  { share: 0.25, text: '25 %' },
  { share: 0.5, text: '50 %' },
]

export function createQuantity(options: {
  readonly label: string
  /** What is chosen at first: the share of the most. */
  readonly first?: number
  readonly onInput?: (value: number) => void
}): Quantity {
  const { label, first = 1, onInput } = options
  let most = 0
  let value = 0
  let isTouched = false

  const slider = element('input', { class: 'quantity-slider', type: 'range', min: 1, step: 1, 'aria-label': label })
  const number = element('input', {
    class: 'quantity-number',
    type: 'number',
    min: 1,
    step: 1,
    inputmode: 'numeric',
    'aria-label': `${label}: number`,
  })

  const show = (next: number) => {
    value = Math.round(Math.min(most, Math.max(Math.min(1, most), next)))
    slider.value = String(value)
    slider.setAttribute('aria-valuetext', `${amount(value)} of ${amount(most)}`)
    if (Number(number.value) !== value) number.value = String(value)
  }
  const choose = (next: number) => {
    isTouched = true
    show(next)
    onInput?.(value)
  }

  slider.addEventListener('input', () => choose(slider.valueAsNumber))
  // A number that is being written is not put right before it is done.
  number.addEventListener('change', () => choose(Number.isFinite(number.valueAsNumber) ? number.valueAsNumber : value))
  const quick = [...shares, { share: 1, text: 'All' }].map(({ share, text }) => {
    const press = () => choose(most * share)
    const made = element('button', { type: 'button', class: 'quick', on: { click: press } })
    nameButton(made, text)
    return made
  })

  function nameButton(target: HTMLElement, text: string): void {
    setText(target, text)
    target.setAttribute('aria-label', `${label}: ${text}`)
  }

  const root = element(
    'div',
    { class: 'quantity', role: 'group', 'aria-label': label },
    element('span', { class: 'quantity-name' }, label),
    number,
    slider,
    ...quick,
  )
  return {
    root,
    get value() {
      return value
    },
    nameAll(text) {
      const all = quick.at(-1)
      if (all !== undefined) nameButton(all, text)
    },
    limit(next) {
      const wasAll = value === most
      most = next
      slider.max = String(Math.max(1, most))
      number.max = String(most)
      root.hidden = most <= 0
      show(isTouched ? (wasAll ? most : value) : most * first)
    },
  }
}
