/** A name for a new zone that none of these has: the module's own, or with a number that grows, as `hello-grid 2`. */
export function freshName(module: string, taken: readonly string[]): string {
  const names = new Set(taken)
  if (!names.has(module)) return module
  // One of so many more names than there are zones is free.
  const numbers = Array.from({ length: names.size }, (_, index) => index + 2)
  const free = numbers.find((number) => !names.has(`${module} ${number}`))
  return `${module} ${free ?? names.size + 2}`
}
