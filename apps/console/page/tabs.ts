import { element } from '@gridtick/screen'
import { freshId } from './forms/control.ts'

export type Tab<Name extends string = string> = {
  readonly name: Name
  readonly label: string
  readonly panel: HTMLElement
  /** Fills the panel each time it is shown. Returns how to leave, after which it is emptied. Without it the panel stays as it is. */
  readonly mount?: (panel: HTMLElement) => () => void
}

export type Tabs<Name extends string = string> = {
  readonly root: HTMLElement
  show(name: Name): void
  shown(): Name | undefined
  /** Leaves what is shown. */
  stop(): void
}

/** Panels of which one is shown. The arrow keys go from one to the next. */
export function createTabs<const Name extends string>(options: {
  readonly label: string
  readonly tabs: readonly Tab<Name>[]
  /** The name of the first to be shown; any other text, or none, is the first of all. */
  readonly first?: string | undefined
  readonly onShown?: (name: Name) => void
}): Tabs<Name> {
  const made = options.tabs.map((tab, index) => {
    const { label, panel } = tab
    const id = freshId('tab')
    panel.id = freshId('panel')
    panel.setAttribute('role', 'tabpanel')
    panel.setAttribute('aria-labelledby', id)
    panel.tabIndex = -1
    const button = element('button', { type: 'button', role: 'tab', id, 'aria-controls': panel.id }, label)
    button.addEventListener('click', ({ detail }) => {
      showAt(index)
      // Whoever clicks goes on with what is shown: left on the tab, the arrow keys would turn the tabs instead.
      if (detail > 0) panel.focus({ preventScroll: true })
    })
    button.addEventListener('keydown', (event) => move(event, index))
    return { ...tab, button }
  })
  let shown: Name | undefined
  let leave = () => {}

  function showAt(index: number): void {
    const next = made[index]
    if (next === undefined) return
    leave()
    shown = next.name
    for (const { name, panel, button } of made) {
      panel.hidden = name !== shown
      button.setAttribute('aria-selected', String(name === shown))
      button.tabIndex = name === shown ? 0 : -1
    }
    leave = enter(next)
    options.onShown?.(next.name)
  }

  function move(event: KeyboardEvent, index: number): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = (index + step + made.length) % made.length
    made[next]?.button.focus()
    showAt(next)
  }

  const indexOf = (name: string | undefined) => made.findIndex((tab) => tab.name === name)
  const list = element(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': options.label },
    ...made.map(({ button }) => button),
  )
  showAt(Math.max(0, indexOf(options.first)))
  return {
    root: element('div', { class: 'tabbed' }, list, ...made.map(({ panel }) => panel)),
    show: (name) => showAt(indexOf(name)),
    shown: () => shown,
    stop: () => leave(),
  }
}

function enter({ panel, mount }: Tab): () => void {
  if (mount === undefined) return () => {}
  const leave = mount(panel)
  return () => {
    leave()
    panel.replaceChildren()
  }
}
