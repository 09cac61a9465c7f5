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
    const [name = '', ...parts] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent)
    const shown = options.pages[name] === undefined ? options.first : name
    leave()
    options.root.replaceChildren()
    leave = options.pages[shown]?.(options.root, parts) ?? (() => {})
    options.onShown(shown)
  }
  addEventListener('hashchange', show)
  show()
}

/** The address of a page, for links. */
export function addressOf(name: string, ...parts: readonly string[]): string {
  return `#/${[name, ...parts].map(encodeURIComponent).join('/')}`
}
