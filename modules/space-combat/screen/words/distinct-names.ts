/** Characters at the end of an id that tell two of the same name apart; more, where they do not. */
const markLength = 4

/** Names by id, each of them once: where several have the same name, the end of the id follows, as in `Ann #4f2c`. */
export function distinctNames(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const idsByName = new Map<string, string[]>()
  for (const [id, name] of names) idsByName.set(name, [...(idsByName.get(name) ?? []), id])
  return new Map(
    [...names].map(([id, name]) => {
      const namesakes = idsByName.get(name) ?? [id]
      return [id, namesakes.length === 1 ? name : `${name} #${markOf(id, namesakes)}`]
    }),
  )
}

/** The end of an id that no other one has; all of it, where one id ends with another. */
function markOf(id: string, namesakes: readonly string[]): string {
  const others = namesakes.filter((other) => other !== id)
  let length = markLength
  while (length < id.length && others.some((other) => other.endsWith(id.slice(-length)))) length += 1
  return id.slice(-length)
}
