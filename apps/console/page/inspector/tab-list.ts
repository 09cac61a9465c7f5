import { element } from 'gridtick/screen'

export type Tab = {
  readonly name: string
  readonly label: string
  /** Fills the panel. Returns how to leave. */
  readonly mount: (panel: HTMLElement) => () => void
}

/** Tabs of which one is shown. The arrow keys go from one to the next. */
export function createTabList(options: {
  readonly label: string
  readonly tabs: readonly Tab[]
  /** The name of the first to be shown; any other text is the first of all. */
  readonly first: string | undefined
  readonly onShown: (name: string) => void
}): { readonly root: HTMLElement; stop(): void } {
  const { tabs } = options
  const panel = element('div', { role: 'tabpanel', id: 'inspector-panel', tabindex: 0 })
  const buttons = tabs.map(({ name, label }, index) =>
    element(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `inspector-tab-${name}`,
        'aria-controls': 'inspector-panel',
        on: { click: () => show(index), keydown: (event) => move(event, index) },
      },
      label,
    ),
  )
  let leave = () => {}

  function show(index: number): void {
    const tab = tabs[index]
    if (tab === undefined) return
    leave()
    panel.replaceChildren()
    for (const [at, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(at === index))
      button.tabIndex = at === index ? 0 : -1
    }
    panel.setAttribute('aria-labelledby', `inspector-tab-${tab.name}`)
    leave = tab.mount(panel)
    options.onShown(tab.name)
  }

  function move(event: KeyboardEvent, index: number): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = (index + step + tabs.length) % tabs.length
    buttons[next]?.focus()
    show(next)
  }

  const list = element('div', { role: 'tablist', 'aria-label': options.label, class: 'inspector-tabs' }, ...buttons)
  show(
    Math.max(
      0,
      tabs.findIndex(({ name }) => name === options.first),
    ),
  )
  return { root: element('div', {}, list, panel), stop: () => leave() }
}
