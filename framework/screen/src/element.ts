type Content = Node | string | number | false | null | undefined

type Listeners = { readonly [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void }

/** `class`, `on` for listeners, and attributes; `true` sets an attribute without a value, `false` and undefined none. */
export type Attributes = {
  readonly class?: string
  readonly on?: Listeners
  readonly [attribute: string]: string | number | boolean | undefined | Listeners
}

/**
 * Makes an element: `element('button', { type: 'button', on: { click: save } }, 'Save')`. Text is always set as text, so
 * what players write can do no harm.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on') addListeners(made, value as Listeners)
    else if (value === true) made.setAttribute(key, '')
    else if (value !== false && value !== undefined) made.setAttribute(key, String(value))
  }
  made.append(...present(content))
  return made
}

/** Puts other content into an element. */
export function fill(parent: Element, ...content: readonly Content[]): void {
  parent.replaceChildren(...present(content))
}

function present(content: readonly Content[]): (Node | string)[] {
  return content.flatMap((item) => {
    if (item === false || item === null || item === undefined) return []
    return [typeof item === 'number' ? String(item) : item]
  })
}

function addListeners(target: HTMLElement, listeners: Listeners): void {
  for (const [name, listener] of Object.entries(listeners)) target.addEventListener(name, listener as EventListener)
}
