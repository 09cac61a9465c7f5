/** Codes of the wire and how refusals are said with them, without zod. */

export { type ErrorCode, errorCodes, type FieldError, isErrorCode, isRetryable, type Refused } from './error-codes.ts'
export { type Given, given } from './given.ts'
export { errorMessage, refusedIntent, settledIntent } from './refusal-messages.ts'
export { closeCodes, subprotocol } from './socket-codes.ts'
