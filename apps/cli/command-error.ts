import { type ExitCode, exitCodes } from './exit-codes.ts'

/** A command cannot go on. The message is one readable line; `todo` says what to do about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: ExitCode
  readonly todo: string | undefined
  /** The server's code, where it was the server that refused. */
  readonly code: string | undefined
  /** ms; set where the server says that the same may work later. */
  readonly retryAfterMs: number | undefined

  constructor(
    exitCode: ExitCode,
    message: string,
    more: {
      readonly todo?: string | undefined
      readonly code?: string | undefined
      readonly retryAfterMs?: number | undefined
      readonly cause?: unknown
    } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause })
    this.exitCode = exitCode
    this.todo = more.todo
    this.code = more.code
    this.retryAfterMs = more.retryAfterMs
  }
}

/** What was typed cannot be meant. */
export function wrongUsage(message: string, todo?: string): CommandError {
  return new CommandError(exitCodes.usage, message, { todo })
}
