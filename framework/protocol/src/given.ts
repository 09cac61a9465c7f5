/** Fields of which some may be undefined, without those. */
export type Given<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

/** The fields that were given: in messages and rows an optional field is left out, never undefined. */
export function given<Fields extends object>(fields: Fields): Given<Fields> {
  const kept: Given<Fields> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name as keyof Fields] = value
  return kept
}
