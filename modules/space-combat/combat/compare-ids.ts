/**
 * Ascending by code points: `"B" < "a" < "garrison:…"`. The operator `<` goes by UTF-16 units instead, and has some letters in
 * another order; a locale's order would differ from machine to machine.
 */
export function compareIds(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at++) {
    const difference = (one.codePointAt(at) ?? 0) - (other.codePointAt(at) ?? 0)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}
