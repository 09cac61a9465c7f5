import type { MiddlewareHandler } from 'hono'
import { createRateLimiter, type RateLimiter } from '../auth/rate-limiter.ts'
import { createRefusalNotes } from '../requests/note-refusals.ts'
import type { RestDependencies, RestEnv } from './dependencies.ts'
import { socketPath } from './guard.ts'
import { problem } from './problem.ts'

/** Making guests has a limit of its own. */
export const guestPath = '/v1/auth/guest'
/** Asked by machines that must get an answer. */
const probes = new Set(['/health', '/ready', '/metrics', socketPath])

/** Finds out who asks. A bad token is the same as none: where one is needed, the handler says so. */
export function identify({ authenticator }: RestDependencies): MiddlewareHandler<RestEnv> {
  return async (context, next) => {
    if (probes.has(context.req.path)) return next()
    const token = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    if (token !== undefined) context.set('actor', await authenticator.verifyToken(token))
    return next()
  }
}

/**
 * So many reads and writes a minute for each player, and where nobody is signed in for each address. The debug role is
 * not counted.
 */
export function limitRequests(dependencies: RestDependencies): MiddlewareHandler<RestEnv> {
  const { readsPerMinute, writesPerMinute, rateLimitKeysMax: keysMax } = dependencies.limits
  const reads = createRateLimiter({ points: readsPerMinute, windowMs: 60_000, keysMax })
  const writes = createRateLimiter({ points: writesPerMinute, windowMs: 60_000, keysMax })
  const noteRefusal = createRefusalNotes(dependencies)
  dependencies.metrics.addGauge({
    name: 'gridtick_rate_limit_keys',
    help: 'Keys that rate limiters remember',
    label: 'limiter',
    read: () => ({ reads: reads.size(), writes: writes.size(), logins: dependencies.authenticator.rateLimitKeys() }),
  })
  return async (context, next) => {
    const { path, method } = context.req
    const actor = context.get('actor')
    const isCounted = actor === undefined ? path !== guestPath : actor.role !== 'debug'
    if (!isCounted || probes.has(path)) return next()
    const limiter = isRead(method) ? reads : writes
    if (actor !== undefined) await takeOrRefuse(limiter, actor.playerId)
    else {
      const address = dependencies.clientAddress(context.env.incoming)
      const noteIt = () => noteRefusal(isRead(method) ? 'readsPerMinute' : 'writesPerMinute', address)
      await takeOrRefuse(limiter, `address ${address}`, noteIt)
    }
    return next()
  }
}

/** Takes one. If none is left, it calls `onRefused`, and then the request is refused `rate_limited`. */
export async function takeOrRefuse(limiter: RateLimiter, key: string, onRefused = () => {}): Promise<void> {
  const taken = await limiter.take(key)
  if (taken.ok) return
  onRefused()
  throw problem('rate_limited', 'Too many requests.', { retryAfterMs: taken.retryAfterMs })
}

/** A server that stops takes nothing new that would change something. */
export function refuseWhileDraining({ isDraining }: RestDependencies): MiddlewareHandler<RestEnv> {
  return async (context, next) => {
    if (isDraining() && !isRead(context.req.method)) throw problem('shutting_down', 'The server is stopping.')
    return next()
  }
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}
