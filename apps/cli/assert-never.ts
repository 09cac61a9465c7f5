/** The end of a switch that has a case for everything. */
export function assertNever(value: never): never {
  throw new Error(`There is no case for ${JSON.stringify(value)}.`)
}
