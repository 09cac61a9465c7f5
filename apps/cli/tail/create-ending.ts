import type { ExitCode } from '../exit-codes.ts'

/** The end of watching, however it comes about. */
export type Ending = {
  /** Whether somebody has asked for it; from then on nothing more is shown of the zone. */
  readonly hasBegun: boolean
  /** What the program ends with: as it was asked for first. */
  readonly exitCode: Promise<ExitCode>
  begin(exitCode: ExitCode): void
}

/** An end that nobody has asked for yet. */
export function createEnding(): Ending {
  let hasBegun = false
  let resolve: (exitCode: ExitCode) => void
  const exitCode = new Promise<ExitCode>((resolvePromise) => {
    resolve = resolvePromise
  })
  return {
    get hasBegun() {
      return hasBegun
    },
    exitCode,
    begin(code) {
      hasBegun = true
      resolve(code)
    },
  }
}
