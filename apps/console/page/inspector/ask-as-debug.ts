import { debugAccount, endLogin } from '../accounts.ts'
import { ApiError, type Call, callApi, reachServer } from '../api.ts'
import { type Metrics, parseMetrics } from './charts/parse-metrics.ts'
import type { Health } from './server-answers.ts'

/**
 * Asks the server as the debug user of this tab. A login that is no longer good is ended, which brings up the
 * invitation to log in again; nothing here opens a dialog by itself. Throws an ApiError.
 */
export async function askAsDebug<Answer>(path: string, call: Omit<Call, 'token'> = {}): Promise<Answer> {
  const token = tokenOrThrow()
  try {
    return await callApi<Answer>(path, { ...call, token })
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) endLogin(token)
    throw error
  }
}

/** The figures of the server. Throws an ApiError. */
export async function readMetrics(signal: AbortSignal): Promise<Metrics> {
  const token = tokenOrThrow()
  const response = await reachServer('/metrics', { token, signal })
  if (response.ok) return parseMetrics(await response.text())
  const { status } = response
  // Whoever asks with a token that is no longer good is a stranger here, and is told so by status 403.
  if (status === 401 || status === 403) await askAsDebug('/v1/auth/me')
  throw new ApiError({ status, code: 'internal', message: `The metrics cannot be read (${status}).` })
}

/** How the server is; also when it says so with status 503. Throws an ApiError. */
export async function readHealth(signal: AbortSignal): Promise<Health> {
  const response = await reachServer('/health', { token: tokenOrThrow(), signal })
  const health = (await response.json().catch(() => undefined)) as Health | undefined
  if (health?.zones !== undefined) return health
  const { status } = response
  throw new ApiError({ status, code: 'internal', message: `The health of the server cannot be read (${status}).` })
}

function tokenOrThrow(): string {
  const account = debugAccount()
  if (account !== undefined) return account.token
  throw new ApiError({ status: 401, code: 'unauthenticated', message: 'Log in as the debug user first.' })
}
