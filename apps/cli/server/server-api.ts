import { callServer, type ServerCall, UnreachableError } from '../../rest-client/call-server.ts'
import type { Credentials } from '../../rest-client/credentials.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { type ConnectionArgs, readConnection } from './connection.ts'
import { explainProblem } from './explain-problem.ts'

/** A server takes no longer to answer; stepping many ticks is the slowest that is asked of it. */
const answerMsMax = 60_000

/** One server, asked as one user. Every call rejects with a CommandError when it is refused or nobody answers. */
export type ServerApi = {
  readonly url: string
  get<Answer>(path: string, query?: Query): Promise<Answer>
  post<Answer>(path: string, body: object): Promise<Answer>
  patch<Answer>(path: string, body: object): Promise<Answer>
  delete(path: string): Promise<void>
  /** The token of whoever one is, after a login where one is needed. */
  token(): Promise<string | undefined>
}

type Query = Readonly<Record<string, string | number | undefined>>
type Method = ServerCall['method']

/** The API of the server that the options and settings name. Logs in once, when the first call is made. */
export async function connectToServer(args: ConnectionArgs): Promise<ServerApi> {
  const { url, credentials } = await readConnection(args)
  return createServerApi(url, credentials)
}

export function createServerApi(url: string, credentials: Credentials): ServerApi {
  let token: Promise<string | undefined> | undefined

  async function login(): Promise<string | undefined> {
    if (credentials.kind === 'none') return undefined
    if (credentials.kind === 'token') return credentials.token
    const { username, password } = credentials
    const answer = await send('POST', '/v1/auth/login', { body: { username, password } })
    return (answer as { token: string }).token
  }

  async function call(method: Method, path: string, body?: object): Promise<unknown> {
    token ??= login()
    return send(method, path, { body, token: await token })
  }

  async function send(
    method: Method,
    path: string,
    options: { body?: object | undefined; token?: string | undefined },
  ) {
    const response = await callServer(url, { method, path, ...options, answerMsMax }).catch(explainUnreachable)
    const answer = await readJson(response, url)
    if (response.ok) return answer
    throw explainProblem({ status: response.status, problem: answer ?? {}, path, credentials })
  }

  return {
    url,
    get: async <Answer>(path: string, query: Query = {}) => (await call('GET', `${path}${queryText(query)}`)) as Answer,
    post: async <Answer>(path: string, body: object) => (await call('POST', path, body)) as Answer,
    patch: async <Answer>(path: string, body: object) => (await call('PATCH', path, body)) as Answer,
    delete: async (path) => void (await call('DELETE', path)),
    token() {
      token ??= login()
      return token
    },
  }
}

/** An answer without a body is undefined. What is no JSON does not come from a Gridtick server. */
async function readJson(response: Response, url: string): Promise<object | undefined> {
  try {
    const text = await response.text()
    return text === '' ? undefined : (JSON.parse(text) as object)
  } catch (error) {
    throw new CommandError(exitCodes.unreachable, `What answers at ${url} is no Gridtick server.`, {
      todo: 'Check --url, or PORT in .env.',
      cause: error,
    })
  }
}

function explainUnreachable(error: unknown): never {
  if (!(error instanceof UnreachableError)) throw error
  throw new CommandError(exitCodes.unreachable, error.message, {
    todo: 'Start one with npm start, or name another with --url.',
    cause: error,
  })
}

function queryText(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value))
  return parameters.size === 0 ? '' : `?${parameters}`
}
