import { type FieldError, isRetryable, type Refused } from '@gridtick/protocol/codes'

/** What a program asked of its server was refused; `code` says why, as over REST. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly code: string
  /** Whether the same may succeed later. */
  readonly retryable: boolean
  /** Where in the input something was wrong. */
  readonly errors: readonly FieldError[]

  constructor({ code, message, errors = [] }: Refused) {
    super(message)
    this.code = code
    this.retryable = isRetryable(code)
    this.errors = errors
  }
}
