/** What was thrown, as text. Anything can be thrown, and some of it does not even let itself be printed. Never throws. */
export function thrownText(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `the value ${String(thrown)}`
  } catch {
    return 'a value that cannot be printed'
  }
}
