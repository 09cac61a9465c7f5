/** At the end of a switch: the compiler proves that no case is missing. */
export function assertNever(value: never): never {
  throw new Error(`This cannot be: ${JSON.stringify(value)}`)
}
