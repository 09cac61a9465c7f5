/** Codes of the wire, without zod. */

export { type ErrorCode, errorCodes, type FieldError, isErrorCode, isRetryable, type Refused } from './error-codes.ts'
export { closeCodes, subprotocol } from './socket-codes.ts'
