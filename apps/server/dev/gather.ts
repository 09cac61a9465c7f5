/** An editor saves a file in several steps, and a change of branches saves many. */
const quietMs = 100
/** Beyond these no more are remembered. */
const itemsMax = 1_000

/** Hands on what comes in quick succession as one: when nothing more has come for a moment. */
export function gather<Item>(handOn: (items: readonly Item[]) => void): (item: Item) => void {
  let items: Item[] = []
  let timer: NodeJS.Timeout | undefined
  const end = () => {
    const gathered = items
    items = []
    handOn(gathered)
  }
  return (item) => {
    if (items.length < itemsMax) items.push(item)
    clearTimeout(timer)
    timer = setTimeout(end, quietMs)
  }
}
