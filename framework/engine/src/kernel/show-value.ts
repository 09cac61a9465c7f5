/** A value as a message for a module's author shows it, cut short. */
export function show(value: unknown): string {
  const text = textOf(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

type Issue = { readonly message: string; readonly path: readonly PropertyKey[] }

/** What a schema has against a value, with the part of it that is wrong. */
export function describeIssue({ message, path }: Issue, value: unknown): string {
  const part = path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null)?.[key], value)
  return part === undefined ? message : `${message}; it is ${show(part)}`
}

/** Never throws, whatever a module came up with: a cycle, a BigInt inside an object. */
function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return typeof value === 'object' ? 'a value that is not JSON' : String(value)
  }
}
