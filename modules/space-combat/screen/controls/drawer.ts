import { element } from '@gridtick/screen'
import { panel, setText } from './controls.ts'

/** A section with a line that says the most of it. Where there is little room, the rest is folded away until it is wanted. */
export type Drawer = {
  readonly root: HTMLElement
  /** The line; it is shown where the section can be folded. */
  say(gist: string): void
}

/** A part of the screen that folds away on a narrow one; on a wide one it is like any other. */
export function drawerPanel(name: string, ...content: readonly (Node | string)[]): Drawer {
  const root = panel(name, ...content)
  const title = root.querySelector('h3') ?? element('h3', {}, name)
  return createDrawer({ root, name, title, body: root.querySelector('fieldset') ?? root })
}

/** Makes a drawer of a section whose title and body are there already. The body is not above the title. */
export function createDrawer(options: {
  readonly root: HTMLElement
  readonly name: string
  readonly title: HTMLElement
  readonly body: HTMLElement
}): Drawer {
  const { root, name, title, body } = options
  const gist = element('span', { class: 'drawer-gist' })
  const toggle = element('button', { type: 'button', class: 'drawer-button', 'aria-label': `${name}: show` })
  const show = (isOpen: boolean) => {
    root.classList.toggle('shut', !isOpen)
    toggle.setAttribute('aria-expanded', String(isOpen))
  }
  toggle.addEventListener('click', () => show(root.classList.contains('shut')))
  const head = element('div', { class: 'drawer-head' })
  title.before(head)
  head.append(title, gist, toggle)
  body.classList.add('drawer-body')
  root.classList.add('drawer')
  show(false)
  return { root, say: (text) => setText(gist, text) }
}
