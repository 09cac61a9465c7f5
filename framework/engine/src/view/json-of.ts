const texts = new WeakMap<object, string>()

/** The JSON of an entity, or of extras. Made once for each object, which never changes, and shared by all who see it. */
export function jsonOf(value: object): string {
  let text = texts.get(value)
  if (text === undefined) {
    text = JSON.stringify(value)
    texts.set(value, text)
  }
  return text
}
