/** Hands the keys of the page to the pane that is in use. */
export type PaneKeys = {
  /** A pane's element, and what it does with a key (true: something). Returns how to take it out again. */
  add(root: HTMLElement, press: (event: KeyboardEvent) => boolean): () => void
  stop(): void
}

export function createPaneKeys(): PaneKeys {
  const panes = new Map<HTMLElement, (event: KeyboardEvent) => boolean>()
  let inUse: HTMLElement | undefined
  const stop = new AbortController()

  const use = (event: Event) => {
    for (const root of panes.keys()) if (event.target instanceof Node && root.contains(event.target)) inUse = root
    for (const root of panes.keys()) root.toggleAttribute('data-in-use', panes.size > 1 && root === inUse)
  }
  addEventListener('focusin', use, { signal: stop.signal })
  addEventListener('pointerdown', use, { signal: stop.signal })
  addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const root = inUse !== undefined && panes.has(inUse) ? inUse : panes.keys().next().value
      if (root !== undefined && panes.get(root)?.(event) === true) event.preventDefault()
    },
    { signal: stop.signal },
  )

  return {
    add(root, press) {
      panes.set(root, press)
      return () => {
        panes.delete(root)
        for (const other of panes.keys()) if (panes.size === 1) other.removeAttribute('data-in-use')
      }
    },
    stop: () => stop.abort(),
  }
}

/** Letters and arrows belong to what is typed into. */
function isTyping(target: EventTarget | null): boolean {
  const typing = 'input:not([type="checkbox"]), textarea, select, dialog, [contenteditable]'
  return target instanceof Element && target.closest(typing) !== null
}
