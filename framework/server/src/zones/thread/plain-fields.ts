/** Fields of a line of the log as they can cross to another thread: errors as data, and what cannot cross as its text. */
export function plainFields(fields: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]))
}

function plain(value: unknown): unknown {
  if (value instanceof Error) return plainError(value)
  if (typeof value === 'function' || typeof value === 'symbol') return String(value)
  if (typeof value !== 'object' || value === null) return value
  try {
    return structuredClone(value)
  } catch {
    return String(value)
  }
}

/** As the log writes errors. */
function plainError(error: Error): Readonly<Record<string, unknown>> {
  const { message, stack, cause } = error
  const own = Object.fromEntries(Object.entries(error).filter(([, value]) => typeof value !== 'object'))
  return {
    type: error.name,
    message,
    stack,
    ...plainFields(own),
    ...(cause instanceof Error ? { cause: plainError(cause) } : {}),
  }
}
