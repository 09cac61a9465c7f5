import { element } from '@gridtick/screen'

/** A list that shows the newest first and forgets the oldest. */
export type BoundedList = {
  readonly root: HTMLElement
  add(...content: readonly (Node | string)[]): HTMLElement
}

/** `empty` stands where nothing is in it yet. */
export function createBoundedList(options: {
  readonly label: string
  readonly empty: string
  readonly countMax: number
}): BoundedList {
  const list = element('ol', { class: 'entries', 'aria-label': options.label, tabindex: 0 })
  const empty = element('p', { class: 'faint' }, options.empty)
  return {
    root: element('div', {}, empty, list),
    add(...content) {
      empty.remove()
      const entry = element('li', {}, ...content)
      list.prepend(entry)
      while (list.children.length > options.countMax) list.lastElementChild?.remove()
      return entry
    },
  }
}

const charactersMax = 300

/** A value on one line, cut where it gets long. */
export function briefJson(value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax)}…`
}
