import { element } from 'gridtick/screen'
import { freshId } from '../../forms/control.ts'

export type Tab<Name extends string> = { readonly name: Name; readonly panel: HTMLElement }

/** Panels of which one is shown, the first to begin with. */
export function createTabs<const Name extends string>(
  label: string,
  tabs: readonly Tab<Name>[],
): { readonly root: HTMLElement; show(name: Name): void; shown(): Name | undefined } {
  const made = tabs.map(({ name, panel }) => {
    panel.id = freshId('panel')
    panel.setAttribute('role', 'tabpanel')
    panel.setAttribute('aria-label', name)
    panel.tabIndex = -1
    const button = element('button', { type: 'button', role: 'tab', 'aria-controls': panel.id }, name)
    button.addEventListener('click', ({ detail }) => {
      show(name)
      // Whoever clicks goes on to play: left on the tab, the arrow keys would turn the tabs instead of walking.
      if (detail > 0) panel.focus({ preventScroll: true })
    })
    return { name, panel, button }
  })
  let chosen = tabs[0]?.name

  function show(name: Name): void {
    chosen = name
    for (const tab of made) {
      const isShown = tab.name === name
      tab.panel.hidden = !isShown
      tab.button.setAttribute('aria-selected', String(isShown))
      tab.button.tabIndex = isShown ? 0 : -1
    }
  }

  const list = element(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': label },
    ...made.map(({ button }) => button),
  )
  list.addEventListener('keydown', (event) => {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = made[made.findIndex(({ name }) => name === chosen) + way]
    if (way === 0) return
    event.preventDefault()
    if (next === undefined) return
    show(next.name)
    next.button.focus()
  })
  if (chosen !== undefined) show(chosen)
  return {
    root: element('div', { class: 'tabbed' }, list, ...tabs.map(({ panel }) => panel)),
    show,
    shown: () => chosen,
  }
}
