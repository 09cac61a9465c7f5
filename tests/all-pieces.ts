/** What comes of work that is done in pieces, all of them at once. */
export function allPieces<Result>(pieces: Generator<unknown, Result>): Result {
  for (;;) {
    const { done, value } = pieces.next()
    if (done === true) return value
  }
}
