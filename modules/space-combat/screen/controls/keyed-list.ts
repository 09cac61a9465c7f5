/** A line of a list: it is filled again when its item is another object. */
export type Row<Item> = { readonly root: Element; update(item: Item): void }

/**
 * Keeps one row for each key in an element, in the order of the items, so that what somebody is writing in one of them
 * stays when another one changes.
 */
export function createKeyedList<Item>(options: {
  readonly root: Element
  readonly keyOf: (item: Item) => string
  readonly make: (item: Item) => Row<Item>
}): (items: readonly Item[]) => void {
  const { root, keyOf, make } = options
  const rows = new Map<string, { readonly row: Row<Item>; item: Item | undefined }>()
  return (items) => {
    const wanted = new Set(items.map(keyOf))
    for (const [key, { row }] of rows) {
      if (wanted.has(key)) continue
      row.root.remove()
      rows.delete(key)
    }
    items.forEach((item, index) => {
      const key = keyOf(item)
      const kept = rows.get(key) ?? { row: make(item), item: undefined }
      rows.set(key, kept)
      if (kept.item !== item) kept.row.update(item)
      kept.item = item
      if (root.children[index] !== kept.row.root) root.insertBefore(kept.row.root, root.children[index] ?? null)
    })
  }
}
