/** A hint with the known word that is nearest to a mistyped one; undefined where none is near. */
export function suggest(given: string, known: readonly string[]): string | undefined {
  const near = nearest(given, known)
  return near === undefined ? undefined : `Did you mean ${near}?`
}

/** The same behind a sentence on a name of code: ` Did you mean \`onTick\`?`, or nothing. */
export function suggestName(given: string, known: readonly string[]): string {
  const near = nearest(given, known)
  return near === undefined ? '' : ` Did you mean \`${near}\`?`
}

/** The known word that is nearest to a mistyped one, first those of which it is the beginning; undefined where none is near. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  return known
    .map((word) => ({ word, distance: word.startsWith(given) && given !== '' ? 0 : editDistance(given, word) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 3)))
    .sort((one, other) => one.distance - other.distance)[0]?.word
}

/** Letters to insert, remove, change, or swap with a neighbour. */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const next = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const costs = [at(last, column) + 1, at(next, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1)]
      if (isSwap) costs.push(at(beforeLast, column - 2) + 1)
      next.push(Math.min(...costs))
    }
    beforeLast = last
    last = next
  }
  return at(last, other.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
