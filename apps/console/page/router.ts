import { readAddress } from './address.ts'
import { clearNotices } from './notices.ts'

/** A page of the console: fills the element, and returns how to leave. `parts` is the path behind its name. */
export type Page = (root: HTMLElement, parts: readonly string[]) => () => void

/** Shows the page that the address names (`#/play/z1` → page `play`, parts `['z1']`), now and whenever it changes. */
export function startRouter(options: {
  readonly root: HTMLElement
  readonly pages: Readonly<Record<string, Page>>
  /** Shown where the address names none. */
  readonly first: string
  /** Fills the element where the address names a page that there is not. */
  readonly unknown: (root: HTMLElement, name: string) => void
  /** `undefined`: there is no such page. */
  readonly onShown: (name: string | undefined) => void
}): void {
  let leave = () => {}
  const show = () => {
    const { name, parts } = readAddress(location.hash)
    const asked = name === '' ? options.first : name
    const page = Object.hasOwn(options.pages, asked) ? options.pages[asked] : undefined
    leave()
    leave = () => {}
    options.root.replaceChildren()
    if (page === undefined) options.unknown(options.root, name)
    else leave = page(options.root, parts)
    options.onShown(page === undefined ? undefined : asked)
  }
  addEventListener('hashchange', () => {
    clearNotices()
    show()
    scrollTo(0, 0)
  })
  show()
}
