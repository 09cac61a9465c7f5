import { fieldErrorSchema } from '@gridtick/protocol'
import { type ErrorCode, errorCodes, given, isErrorCode, isRetryable, type Refused } from '@gridtick/protocol/codes'
import { z } from '@hono/zod-openapi'

/** Ends a request with a refusal. Thrown, because a handler has many places where it may find that something is amiss. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly refused: Refused
  readonly headers: Readonly<Record<string, string>>
  constructor(refused: Refused, headers: Readonly<Record<string, string>> = {}) {
    super(refused.message)
    this.refused = refused
    this.headers = headers
  }
}

/** A refusal by one of the framework's own codes. */
export function problem(
  code: ErrorCode,
  message: string,
  more: Omit<Refused, 'code' | 'message'> & { readonly headers?: Readonly<Record<string, string>> } = {},
): ProblemError {
  const { headers, ...rest } = more
  return new ProblemError({ code, message, ...rest }, headers)
}

/** The body of every error (RFC 9457). `errors` say where in the request something was wrong. */
export const problemSchema = z
  .strictObject({
    type: z.string().openapi({ example: 'urn:gridtick:not_found' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string(),
    retryable: z.boolean(),
    retryAfterMs: z.number().optional(),
    errors: z.array(fieldErrorSchema).optional(),
  })
  .openapi('Problem')

export const problemMediaType = 'application/problem+json'

/** A module's own code has no row in the table; it was a well-formed wish that the module did not grant. */
const moduleCode = { status: 422, title: 'Refused' }
/** What is told where nobody knows better. */
const retryAfterMsDefault = 1_000

/** The answer for a refusal. `instance` is the path that was asked for; `status` stands in for that of the code. */
export function toProblemResponse(
  refused: Refused,
  instance: string,
  more: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response {
  const { code, message, errors } = refused
  const row = isErrorCode(code) ? errorCodes[code] : moduleCode
  const status = more.status ?? row.status
  const mayRetryLater = status === 429 || status === 503
  const retryAfterMs = Math.ceil(refused.retryAfterMs ?? retryAfterMsDefault)
  const body: z.infer<typeof problemSchema> = {
    type: `urn:gridtick:${code}`,
    title: row.title,
    status,
    detail: message,
    code,
    instance,
    retryable: isRetryable(code),
    ...(mayRetryLater ? { retryAfterMs } : {}),
    ...given({ errors: errors && [...errors] }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': problemMediaType,
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(mayRetryLater ? { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1_000))) } : {}),
      ...more.headers,
    },
  })
}
