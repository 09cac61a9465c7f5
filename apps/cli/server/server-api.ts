import { callServer, type ServerCall } from '../../rest-client/call-server.ts'
import type { Credentials } from '../../rest-client/credentials.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { printNotice } from '../output/notice.ts'
import { type ConnectionArgs, readConnection } from './connection.ts'
import { explainProblem } from './explain-problem.ts'
import { explainUnreachable } from './explain-unreachable.ts'

/** One server, asked as one user. Every call rejects with a CommandError when it is refused or nobody answers. */
export type ServerApi = {
  readonly url: string
  get<Answer>(path: string, query?: Query): Promise<Answer>
  post<Answer>(path: string, body: object, patience?: Patience): Promise<Answer>
  patch<Answer>(path: string, body: object): Promise<Answer>
  delete(path: string): Promise<void>
}

/** How long a server is waited for. */
export type Patience = {
  /** ms until it is given up. */
  readonly answerMsMax?: number
  /** ms until whoever waits is told so; infinity: never. */
  readonly noticeMs?: number
}

const patienceDefault = { answerMsMax: 15_000, noticeMs: 2_000 }

type Query = Readonly<Record<string, string | number | undefined>>
type Call = {
  readonly method: ServerCall['method']
  readonly path: string
  readonly body?: object
  readonly patience?: Patience
}

/** The API of the server that the options and settings name. Logs in once, when the first call is made. */
export async function connectToServer(args: ConnectionArgs & { readonly json?: boolean | undefined }) {
  const { url, credentials } = await readConnection(args)
  // A program that asked for JSON reads what is on standard error as the one failure there may be.
  return createServerApi(url, credentials, args.json === true ? { noticeMs: Number.POSITIVE_INFINITY } : {})
}

/** `patience` is that of every call that does not say otherwise. */
export function createServerApi(url: string, credentials: Credentials, patience: Patience = {}): ServerApi {
  let session: Promise<string | undefined> | undefined

  /** The token of whoever one is, after a login where one is needed. One that failed is tried again by the next call. */
  function signIn(): Promise<string | undefined> {
    session ??= login().catch((error: unknown) => {
      session = undefined
      throw error
    })
    return session
  }

  async function login(): Promise<string | undefined> {
    if (credentials.kind === 'none') return undefined
    if (credentials.kind === 'token') return credentials.token
    const { username, password } = credentials
    const answer = await send({ method: 'POST', path: '/v1/auth/login', body: { username, password } }, undefined)
    return (answer as { token: string }).token
  }

  async function call(wanted: Call): Promise<unknown> {
    const isFirst = session === undefined
    const token = await signIn()
    try {
      return await send(wanted, token)
    } catch (error) {
      if (isFirst || credentials.kind !== 'login' || !isUnauthenticated(error)) throw error
      // A server that was restarted may have forgotten its secret, and with it the login.
      session = undefined
      return await send(wanted, await signIn())
    }
  }

  async function send({ method, path, body, patience: own }: Call, token: string | undefined): Promise<unknown> {
    const { answerMsMax, noticeMs } = { ...patienceDefault, ...patience, ...own }
    const waiting = tellAfter(noticeMs)
    try {
      const response = await callServer(url, { method, path, body, token, answerMsMax })
      const text = await response.text()
      const answer = readJson(text, url)
      if (response.ok) return answer
      throw explainProblem({ status: response.status, problem: answer ?? {}, path, credentials })
    } catch (error) {
      throw error instanceof CommandError ? error : explainUnreachable(error, { url, answerMsMax })
    } finally {
      clearTimeout(waiting)
    }
  }

  return {
    url,
    get: async <Answer>(path: string, query: Query = {}) =>
      (await call({ method: 'GET', path: `${path}${queryText(query)}` })) as Answer,
    post: async <Answer>(path: string, body: object, own: Patience = {}) =>
      (await call({ method: 'POST', path, body, patience: own })) as Answer,
    patch: async <Answer>(path: string, body: object) => (await call({ method: 'PATCH', path, body })) as Answer,
    delete: async (path) => void (await call({ method: 'DELETE', path })),
  }
}

function tellAfter(ms: number): NodeJS.Timeout | undefined {
  return Number.isFinite(ms) ? setTimeout(() => printNotice('Waiting for the server …'), ms) : undefined
}

function isUnauthenticated(error: unknown): boolean {
  return error instanceof CommandError && error.code === 'unauthenticated'
}

/** An answer without a body is undefined. What is no JSON does not come from a Gridtick server. */
function readJson(text: string, url: string): object | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as object)
  } catch (error) {
    throw new CommandError(exitCodes.unreachable, `What answers at ${url} is not a Gridtick server.`, {
      todo: 'Check --url, or PORT in .env.',
      cause: error,
    })
  }
}

function queryText(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value))
  return parameters.size === 0 ? '' : `?${parameters}`
}
