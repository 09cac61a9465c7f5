import { callServer, type ServerCall, UnreachableError } from '../../rest-client/call-server.ts'
import type { Credentials } from '../../rest-client/credentials.ts'

/** The server cannot be reached, or refuses what is needed. The message is for people. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
  /** Of the answer; undefined where nobody answered. */
  readonly status: number | undefined

  constructor(message: string, more: { readonly status?: number; readonly cause?: unknown } = {}) {
    super(message, more.cause === undefined ? {} : { cause: more.cause })
    this.status = more.status
  }
}

export type Guest = { readonly playerId: string; readonly token: string }

/** What became of a sign-up: the server may want no more guests for now. */
export type SignUp = { readonly guest: Guest } | { readonly waitMs: number; readonly detail: string }

export type NewZone = {
  readonly module: string
  readonly name?: string
  readonly config?: object
  readonly everyMs?: number
}

export type ServedModule = {
  readonly name: string
  readonly intentSchemas: { readonly [type: string]: object }
}

/** What a crowd of players needs of REST. Everything rejects with a ServerError where it does not get it. */
export type ServerAccess = {
  readonly url: string
  /** Whether guests are made, and zones may be, with the debug role. */
  isOperator(): Promise<boolean>
  signUp(displayName: string): Promise<SignUp>
  limits(): Promise<{ readonly [name: string]: number }>
  modules(): Promise<readonly ServedModule[]>
  /** What a zone is, asked as this guest. Undefined: there is no such zone. */
  zoneOf(zoneId: string, guest: Guest): Promise<{ readonly module: string; readonly isOver: boolean } | undefined>
  createZone(zone: NewZone): Promise<string>
  deleteZone(zoneId: string): Promise<void>
}

/** A server takes no longer to answer. */
const answerMsMax = 10_000

/** Asked again after so long, where the server does not say when. */
const retryMs = 5_000

/** Signs in when that is needed first. `url` is `http://HOST:PORT`. */
export function accessServer(url: string, credentials: Credentials): ServerAccess {
  let session: Promise<{ readonly token: string | undefined; readonly isOperator: boolean }> | undefined

  async function signIn() {
    if (credentials.kind === 'none') return { token: undefined, isOperator: false }
    if (credentials.kind === 'login') {
      const { username, password } = credentials
      const { token, role } = await ask('POST', '/v1/auth/login', { body: { username, password } })
      return { token: String(token), isOperator: role === 'debug' }
    }
    const { token } = credentials
    const { role } = await ask('GET', '/v1/auth/me', { token })
    return { token, isOperator: role === 'debug' }
  }

  function signedIn() {
    session ??= signIn()
    return session
  }

  async function ask(method: ServerCall['method'], path: string, request: Request = {}): Promise<Answer> {
    const response = await send(url, method, path, request)
    const answer = await readJson(response)
    if (response.ok) return answer
    const why = answer.detail ?? answer.code ?? 'it does not say why'
    throw new ServerError(`${url} refused ${method} ${path}: ${response.status}, ${why}`, { status: response.status })
  }

  return {
    url,
    isOperator: async () => (await signedIn()).isOperator,
    async signUp(displayName) {
      const { token } = await signedIn()
      const response = await send(url, 'POST', '/v1/auth/guest', { body: { displayName }, token })
      const answer = await readJson(response)
      if (response.status === 201) return { guest: { playerId: String(answer.playerId), token: String(answer.token) } }
      const detail = String(answer.detail ?? answer.code)
      if (response.status === 429 || response.status === 503)
        return { waitMs: 1_000 * Number(response.headers.get('retry-after') ?? retryMs / 1_000), detail }
      throw new ServerError(`${url} lets no guests in: ${response.status}, ${detail}`, { status: response.status })
    },
    limits: async () => (await ask('GET', '/v1/limits')) as Readonly<Record<string, number>>,
    modules: async () => (await ask('GET', '/v1/modules')).modules as readonly ServedModule[],
    async zoneOf(zoneId, { token }) {
      const path = `/v1/zones/${encodeURIComponent(zoneId)}`
      const answer = await ask('GET', path, { token }).catch((error: unknown) => {
        if (error instanceof ServerError && (error.status === 404 || error.status === 422)) return undefined
        throw error
      })
      if (answer === undefined) return undefined
      return { module: String(answer.module), isOver: answer.status === 'finished' }
    },
    async createZone(zone) {
      const { token } = await signedIn()
      return String((await ask('POST', '/v1/zones', { body: zone, token })).id)
    },
    async deleteZone(zoneId) {
      const { token } = await signedIn()
      await ask('DELETE', `/v1/zones/${encodeURIComponent(zoneId)}`, { token })
    },
  }
}

type Request = { readonly body?: object; readonly token?: string | undefined }
type Answer = { readonly [key: string]: unknown }

async function send(url: string, method: ServerCall['method'], path: string, request: Request): Promise<Response> {
  try {
    return await callServer(url, { method, path, ...request, answerMsMax })
  } catch (error) {
    if (error instanceof UnreachableError) throw new ServerError(`${error.message} Is it running?`, { cause: error })
    throw error
  }
}

async function readJson(response: Response): Promise<Answer> {
  const body: unknown = await response.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}
