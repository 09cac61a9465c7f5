/** One page of a long list. `first` and `last` count from 1; both are 0 where there is nothing. */
export type PageOf<Item> = {
  readonly items: readonly Item[]
  readonly first: number
  readonly last: number
  readonly total: number
  readonly index: number
  readonly pages: number
}

/** The page at `index`, or the last one where there are not so many any more. */
export function pageOf<Item>(items: readonly Item[], index: number, size: number): PageOf<Item> {
  const pages = Math.max(1, Math.ceil(items.length / size))
  const at = Math.min(Math.max(0, index), pages - 1)
  const shown = items.slice(at * size, (at + 1) * size)
  const first = shown.length === 0 ? 0 : at * size + 1
  return { items: shown, first, last: at * size + shown.length, total: items.length, index: at, pages }
}
