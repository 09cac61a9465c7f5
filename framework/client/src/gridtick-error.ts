import type { FieldError } from '@gridtick/protocol/codes'
import type { ErrorAnswer } from './client.ts'

/** A call was refused by the server, or cannot be carried out any more. `code` says why; see the README's table. */
export class GridtickError extends Error {
  readonly code: string
  /** Whether the same may succeed later. */
  readonly retryable: boolean
  readonly retryAfterMs?: number
  /** Where in the input something was wrong. */
  readonly errors?: readonly FieldError[]

  constructor({ code, message, retryable, retryAfterMs, errors }: ErrorAnswer) {
    super(message)
    this.name = 'GridtickError'
    this.code = code
    this.retryable = retryable
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs
    if (errors !== undefined) this.errors = errors
  }
}

/** What a call gets that was not answered before its client or its zone ended for good. */
export function closedError(message: string): GridtickError {
  return new GridtickError({ code: 'closed', message, retryable: false })
}
