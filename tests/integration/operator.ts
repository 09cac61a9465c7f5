import { debugUser } from './debug-user.ts'

/** What a test knows of an answer is what it expects of it. */
type Parsed = ReturnType<typeof JSON.parse>

export type RestAnswer = {
  readonly status: number
  readonly body: Parsed
  readonly headers: Headers
}

export type Player = { readonly playerId: string; readonly token: string; readonly displayName: string }

/** One call of REST. A body that is a string or bytes is sent as it is. */
export async function call(
  url: string,
  request: {
    readonly method?: string
    readonly path: string
    readonly token?: string
    readonly body?: unknown
    readonly headers?: Readonly<Record<string, string>>
  },
): Promise<RestAnswer> {
  const { method = request.body === undefined ? 'GET' : 'POST', path, token, body, headers } = request
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
}

export type Operator = Awaited<ReturnType<typeof signInOperator>>

/** Signs in with the debug role, and does what operators do. Its calls throw where the server refuses. */
export async function signInOperator(url: string, knownToken?: string) {
  const token = knownToken ?? (await signIn(url))
  const rest = async (method: string, path: string, body?: unknown) => {
    const answer = await call(url, { method, path, token, body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  return {
    url,
    token,
    rest,
    createZone: async (zone: {
      readonly module: string
      readonly config?: object
      readonly seed?: string
      readonly everyMs?: number
    }): Promise<string> => (await rest('POST', '/v1/zones', zone)).id,
    zone: (id: string) => rest('GET', `/v1/zones/${id}`),
    resume: (id: string) => rest('POST', `/v1/zones/${id}/resume`, {}),
    debugIntent: (id: string, intent: object) => rest('POST', `/v1/zones/${id}/debug-intents?wait=true`, intent),
    guest: async (displayName: string): Promise<Player> => await rest('POST', '/v1/auth/guest', { displayName }),
    health: () => rest('GET', '/health'),
    /** One figure of the metrics; 0 if there is none of that name. */
    async metric(name: string): Promise<number> {
      const text: string = await rest('GET', '/metrics')
      const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `))
      return line === undefined ? 0 : Number(line.slice(name.length))
    },
  }
}

async function signIn(url: string): Promise<string> {
  const { status, body } = await call(url, { path: '/v1/auth/login', body: debugUser })
  if (status !== 200) throw new Error(`The debug user cannot sign in: ${JSON.stringify(body)}`)
  return body.token
}
