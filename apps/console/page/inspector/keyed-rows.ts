/** Rows of a table or list that is shown anew and anew: what did not change stays the same element. */
export type KeyedRows<Row> = { show(rows: readonly Row[]): void }

/**
 * `signatureOf` names all that a row shows; while it is the same, the row's element stays, with its focus, selection and
 * opened details. In rows that are made again the focus returns to the element with the same `data-focus`.
 */
export function createKeyedRows<Row>(options: {
  readonly parent: HTMLElement
  readonly keyOf: (row: Row) => string
  readonly signatureOf: (row: Row) => string
  readonly make: (row: Row) => HTMLElement
}): KeyedRows<Row> {
  const { parent, keyOf, signatureOf, make } = options
  let shown = new Map<string, { readonly signature: string; readonly root: HTMLElement }>()

  return {
    show(rows) {
      const focused = focusIn(parent)
      const before = shown
      shown = new Map()
      for (const row of rows) {
        const [key, signature] = [keyOf(row), signatureOf(row)]
        const known = before.get(key)
        const root = known?.signature === signature ? known.root : make(row)
        root.dataset.key = key
        shown.set(key, { signature, root })
      }
      arrange(
        parent,
        [...shown.values()].map(({ root }) => root),
      )
      if (focused !== undefined && !parent.contains(document.activeElement)) focusAgain(shown, focused)
    },
  }
}

type Focused = { readonly key: string; readonly name: string }

function focusIn(parent: HTMLElement): Focused | undefined {
  const active = document.activeElement
  if (!(active instanceof HTMLElement) || !parent.contains(active)) return undefined
  const key = active.closest<HTMLElement>('[data-key]')?.dataset.key
  return key === undefined ? undefined : { key, name: active.dataset.focus ?? '' }
}

function focusAgain(shown: ReadonlyMap<string, { readonly root: HTMLElement }>, { key, name }: Focused): void {
  const inside = shown.get(key)?.root.querySelectorAll<HTMLElement>('[data-focus]') ?? []
  const wanted = [...inside].find((one) => one.dataset.focus === name)
  wanted?.focus()
}

/** Moves as little as can be: an element that is taken out and put back loses the focus. */
function arrange(parent: HTMLElement, wanted: readonly HTMLElement[]): void {
  const kept = new Set(wanted)
  for (const child of [...parent.children]) if (!kept.has(child as HTMLElement)) child.remove()
  let next = parent.firstElementChild
  for (const root of wanted) {
    if (root === next) next = next.nextElementSibling
    else parent.insertBefore(root, next)
  }
}
