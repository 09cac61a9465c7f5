import { type ExitCode, exitCodes } from './exit-codes.ts'

/** Something that was given, and what is wrong with it. */
export type WrongField = {
  /** For example `--every-ms`; a JSON pointer into what was sent to the server, where that is no option of the command. */
  readonly place: string
  readonly message: string
}

/** A command cannot go on. The message is one readable line; `todo` says what to do about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: ExitCode
  /** The message without the fields, which follow it line by line. */
  readonly detail: string
  readonly fields: readonly WrongField[]
  readonly todo: string | undefined
  /** The server's code, where it was the server that refused. */
  readonly code: string | undefined
  /** ms; set where the server says that the same may work later. */
  readonly retryAfterMs: number | undefined

  constructor(
    exitCode: ExitCode,
    detail: string,
    more: {
      readonly fields?: readonly WrongField[]
      readonly todo?: string | undefined
      readonly code?: string | undefined
      readonly retryAfterMs?: number | undefined
      readonly cause?: unknown
    } = {},
  ) {
    const { fields = [], cause } = more
    const lines = fields.map(({ place, message }) => `  ${place}: ${message}`)
    super([detail, ...lines].join('\n'), cause === undefined ? {} : { cause })
    this.exitCode = exitCode
    this.detail = detail
    this.fields = fields
    this.todo = more.todo
    this.code = more.code
    this.retryAfterMs = more.retryAfterMs
  }
}

/** What was typed cannot be meant. */
export function wrongUsage(message: string, todo?: string): CommandError {
  return new CommandError(exitCodes.usage, message, { todo })
}
