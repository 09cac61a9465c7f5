/**
 * Every code the framework answers with: the HTTP status, whether trying again can help, and when it is given. Modules
 * add refusal codes of their own, which must differ. The README prints this table.
 */
export const errorCodes = {
  bad_request: { status: 400, retryable: false, title: 'Bad request', when: 'unreadable JSON or a bad header' },
  invalid: {
    status: 422,
    retryable: false,
    title: 'Invalid',
    when: 'well-formed, but breaks a schema; `errors` say where',
  },
  invalid_slow: {
    status: 422,
    retryable: false,
    title: 'Took too long to read',
    when: 'a schema of the module did not read it in time (`moduleMsMax`); on a socket it counts as a bad frame',
  },
  bad_frame: { status: 400, retryable: false, title: 'Bad frame', when: 'a WebSocket frame that is not a message' },
  unauthenticated: {
    status: 401,
    retryable: false,
    title: 'Not authenticated',
    when: 'the token is missing, wrong or expired; or the password is wrong',
  },
  forbidden: {
    status: 403,
    retryable: false,
    title: 'Forbidden',
    when: 'your role does not allow it; or the origin or host is not one of this server',
  },
  not_a_member: {
    status: 403,
    retryable: false,
    title: 'Not a member',
    when: 'you act in a zone, or look at one, without having joined it',
  },
  not_found: {
    status: 404,
    retryable: false,
    title: 'Not found',
    when: 'no such route, zone, module, query or player',
  },
  method_not_allowed: {
    status: 405,
    retryable: false,
    title: 'Method not allowed',
    when: 'the route exists for other methods; see `Allow`',
  },
  conflict: { status: 409, retryable: false, title: 'Conflict', when: 'it does not fit the present state' },
  username_taken: { status: 409, retryable: false, title: 'Username taken', when: 'registering a name that exists' },
  zone_paused: {
    status: 409,
    retryable: true,
    title: 'Zone paused',
    when: 'the zone does not run until it is resumed',
  },
  zone_finished: {
    status: 409,
    retryable: false,
    title: 'Zone finished',
    when: 'the game is over; it can only be looked at',
  },
  zone_deleted: { status: 409, retryable: false, title: 'Zone deleted', when: 'the zone was deleted meanwhile' },
  too_large: { status: 413, retryable: false, title: 'Too large', when: 'a body, a frame or a view beyond its limit' },
  unsupported_media_type: {
    status: 415,
    retryable: false,
    title: 'Unsupported media type',
    when: 'a body that is not declared as JSON',
  },
  unknown_intent: {
    status: 422,
    retryable: false,
    title: 'Unknown intent',
    when: 'the module has no intent of this type',
  },
  stale_seq: {
    status: 409,
    retryable: false,
    title: 'Stale sequence number',
    when: 'it is below the last number, and was never seen',
  },
  seq_too_old: {
    status: 409,
    retryable: false,
    title: 'Sequence number too old',
    when: 'its result is no longer kept',
  },
  queue_full: { status: 429, retryable: true, title: 'Queue full', when: 'too many intents are waiting' },
  rate_limited: { status: 429, retryable: true, title: 'Rate limited', when: 'you sent too much in too short a time' },
  intent_failed: { status: 422, retryable: false, title: 'Intent failed', when: 'the module failed on it' },
  query_failed: { status: 422, retryable: false, title: 'Query failed', when: 'the module failed on the query' },
  join_failed: { status: 422, retryable: false, title: 'Join failed', when: 'the module failed on the join' },
  turn_over: { status: 409, retryable: false, title: 'Turn over', when: 'orders for a turn that was resolved already' },
  turn_not_open: {
    status: 409,
    retryable: false,
    title: 'Turn not open',
    when: 'orders for a turn that comes later, or while the turns wait',
  },
  no_orders_expected: {
    status: 409,
    retryable: false,
    title: 'No orders expected',
    when: 'the module waits for none of this player in this turn',
  },
  orders_failed: {
    status: 422,
    retryable: false,
    title: 'Orders failed',
    when: 'the module failed on the orders, and they were replaced',
  },
  discarded: { status: 409, retryable: false, title: 'Discarded', when: 'an operator threw away the queued intent' },
  shutting_down: { status: 503, retryable: true, title: 'Shutting down', when: 'the server stops' },
  storage_unavailable: {
    status: 503,
    retryable: true,
    title: 'Storage unavailable',
    when: 'the database does not take writes at the moment',
  },
  module_unavailable: {
    status: 503,
    retryable: true,
    title: 'Module unavailable',
    when: "the zone's module cannot be loaded at the moment; a server under development says so",
  },
  zone_unreachable: {
    status: 503,
    retryable: true,
    title: 'Zone unreachable',
    when: 'nobody runs the zone at the moment; whether a request without `seq` took effect is not known',
  },
  overloaded: { status: 503, retryable: true, title: 'Overloaded', when: 'a limit of the whole server is reached' },
  internal: {
    status: 500,
    retryable: true,
    title: 'Internal error',
    when: 'a fault of the server; the detail has an id to look up in the log',
  },
} as const satisfies Record<string, { status: number; retryable: boolean; title: string; when: string }>

export type ErrorCode = keyof typeof errorCodes

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code)
}

/** Where in the input something was wrong. `pointer` is a JSON Pointer (RFC 6901). */
export type FieldError = { readonly pointer: string; readonly code: string; readonly message: string }

/**
 * Somebody asked for what may not be. A value to answer with, not a fault of ours. `code` is one of the table above or
 * a module's own.
 */
export type Refused = {
  readonly code: string
  readonly message: string
  readonly retryAfterMs?: number
  readonly errors?: readonly FieldError[]
  readonly details?: unknown
}

export function isRetryable(code: string): boolean {
  return isErrorCode(code) && errorCodes[code].retryable
}
