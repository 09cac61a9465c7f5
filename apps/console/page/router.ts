import { readAddress } from './address.ts'
import { clearNotices, notify } from './notices.ts'

/** A page of the console: fills the element, and returns how to leave. `parts` is the path behind its name. */
export type Page = (root: HTMLElement, parts: readonly string[]) => () => void

/** Shows the page that the address names (`#/play/z1` → page `play`, parts `['z1']`), now and whenever it changes. */
export function startRouter(options: {
  readonly root: HTMLElement
  readonly pages: Readonly<Record<string, Page>>
  readonly first: string
  readonly onShown: (name: string) => void
}): void {
  let leave = () => {}
  const show = () => {
    const { name, parts } = readAddress(location.hash)
    const shown = Object.hasOwn(options.pages, name) ? name : options.first
    leave()
    options.root.replaceChildren()
    leave = options.pages[shown]?.(options.root, parts) ?? (() => {})
    options.onShown(shown)
    if (shown !== name && name !== '') notify(`There is no page "${name}". This is the first one.`, 'bad')
  }
  addEventListener('hashchange', () => {
    clearNotices()
    show()
    scrollTo(0, 0)
  })
  show()
}
