/** What the server answered when it refused: a problem document of REST. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** As in the README's table of codes; `unreachable` where no answer came. */
  readonly code: string
  /** Where a body was wrong: JSON Pointers into it. */
  readonly errors: readonly FieldError[]
  readonly retryAfterMs: number | undefined

  constructor(options: {
    readonly status: number
    readonly code: string
    readonly message: string
    readonly errors?: readonly FieldError[]
    readonly retryAfterMs?: number | undefined
    readonly cause?: unknown
  }) {
    super(options.message, { cause: options.cause })
    this.status = options.status
    this.code = options.code
    this.errors = options.errors ?? []
    this.retryAfterMs = options.retryAfterMs
  }
}

export type FieldError = { readonly pointer: string; readonly code: string; readonly message: string }

export type Call = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly token?: string | undefined
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** Asks the server that served this page. Throws an ApiError with what it said, or that it cannot be reached. */
export async function callApi<Answer>(path: string, call: Call = {}): Promise<Answer> {
  const response = await reachServer(path, call)
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  if (response.ok) return answer as Answer
  throw toError(response, answer)
}

/** Any answer of the server that served this page. Throws an ApiError `unreachable` where there is none. */
export async function reachServer(path: string, { method = 'GET', token, body, signal }: Call): Promise<Response> {
  const headers = new Headers()
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  if (body !== undefined) headers.set('content-type', 'application/json')
  const init: RequestInit = { method, headers }
  if (body !== undefined) init.body = JSON.stringify(body)
  if (signal !== undefined) init.signal = signal
  try {
    // From where the page stands, which a proxy may show at any path.
    return await fetch(`.${path}`, init)
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    const message = 'The server cannot be reached. Is it running?'
    throw new ApiError({ status: 0, code: 'unreachable', message, cause })
  }
}

function toError(response: Response, answer: unknown): ApiError {
  const { code, detail, errors } = (answer ?? {}) as {
    code?: string
    detail?: string
    errors?: readonly FieldError[]
  }
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ApiError({
    status: response.status,
    code: code ?? 'internal',
    message: detail ?? `The server answered ${response.status}.`,
    errors: errors ?? [],
    retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1_000 : undefined,
  })
}
