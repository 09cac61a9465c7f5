import { element } from '@gridtick/screen'

/** A labelled list to choose from, whose options change while it is used. Empty value: any. */
export type Options = {
  readonly root: HTMLElement
  value(): string
  /** Offers these; what was chosen stays chosen, and where it is offered no more, any is. */
  show(options: readonly (readonly [value: string, label: string])[]): void
  reset(): void
}

export function createOptions(given: {
  readonly label: string
  readonly any: string
  readonly onChange: () => void
}): Options {
  const select = element('select', { on: { change: given.onChange } }, element('option', { value: '' }, given.any))
  let offered = ''
  return {
    root: element('label', {}, given.label, select),
    value: () => select.value,
    show(options) {
      const signature = JSON.stringify(options)
      if (signature === offered) return
      offered = signature
      const chosen = select.value
      const made = options.map(([value, label]) => element('option', { value }, label))
      select.replaceChildren(element('option', { value: '' }, given.any), ...made)
      select.value = options.some(([value]) => value === chosen) ? chosen : ''
    },
    reset() {
      select.value = ''
    },
  }
}
