/** The server cannot be reached, or does not offer what is needed. The message is for people. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
}

export type Guest = { readonly playerId: string; readonly token: string }

/** What became of a sign-up: the server may want no more guests for now. */
export type SignUp = { readonly guest: Guest } | { readonly waitMs: number; readonly detail: string }

/** Asks for a guest. Throws a ServerError when nobody answers, or the answer makes no sense. */
export async function signUp(url: string, displayName: string): Promise<SignUp> {
  const response = await call(url, '/v1/auth/guest', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ displayName }),
  })
  const body = await json(response)
  if (response.status === 201) return { guest: { playerId: String(body.playerId), token: String(body.token) } }
  if (response.status === 429 || response.status === 503)
    return {
      waitMs: 1_000 * Number(response.headers.get('retry-after') ?? 5),
      detail: String(body.detail ?? body.code),
    }
  throw new ServerError(`${url} lets no guests in: ${response.status} ${body.detail ?? body.code ?? ''}`)
}

/** Which module a zone runs; undefined if there is no such zone. */
export async function moduleOfZone(url: string, zoneId: string, { token }: Guest): Promise<string | undefined> {
  const path = `/v1/zones/${encodeURIComponent(zoneId)}`
  const response = await call(url, path, { headers: { authorization: `Bearer ${token}` } })
  const body = await json(response)
  if (response.status === 404 || response.status === 422) return undefined
  if (!response.ok) throw new ServerError(`${url} does not tell of the zone: ${response.status} ${body.detail ?? ''}`)
  return String(body.module)
}

async function call(url: string, path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, { ...request, signal: AbortSignal.timeout(10_000) })
  } catch (error) {
    const { cause = error } = error as Error
    const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message
    throw new ServerError(`No server answers at ${url} (${reason}); is it running?`, { cause: error })
  }
}

async function json(response: Response): Promise<{ readonly [key: string]: unknown }> {
  const body: unknown = await response.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}
