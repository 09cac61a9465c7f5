/** So many characters of an id tell those of one name apart; the last ones, which are drawn at random. */
const idLength = 5

/** What each is called, by id: the name, and behind it a short id where others have the same name. */
export function tellApart(all: readonly { readonly id: string; readonly name: string }[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Map(
    all.map(({ id, name }) => {
      const isShared = (counts.get(name) ?? 0) > 1
      return [id, isShared ? `${name}\u00a0…${id.slice(-idLength)}` : name]
    }),
  )
}
