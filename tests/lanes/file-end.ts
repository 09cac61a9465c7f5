/**
 * What helpers of tests have started or made, and what ends it. The files of a lane share their helpers, each of which is
 * read once: a hook that one sets as it is read would be of the first file alone.
 */
const ends: (() => unknown)[] = []

/** Does this when the tests of the file that runs now are over. What was asked for last is done first. */
export function atFileEnd(end: () => unknown): void {
  ends.push(end)
}

/** Does all that was asked for, whatever of it fails. */
export async function endFile(): Promise<void> {
  const errors: unknown[] = []
  for (const end of ends.splice(0).reverse())
    try {
      await end()
    } catch (error) {
      errors.push(error)
    }
  if (errors.length > 0)
    throw new AggregateError(errors, 'Not all that the tests of this file have started could be ended.')
}
