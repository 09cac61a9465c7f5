import type { Context, MiddlewareHandler } from 'hono'
import { createRareNotes } from '../requests/note-rarely.ts'
import type { RestDependencies, RestEnv } from './dependencies.ts'
import { problem } from './problem.ts'

/** The one path that is not REST: the gateway's. Nothing asynchronous may happen to a request before its upgrade. */
export const socketPath = '/v1/ws'

/**
 * Asked by machines that know an address and no name, or send no `Host` at all. What these tell is no secret; who may read
 * the metrics is judged there, and for that the host counts.
 */
const needNoHost = new Set(['/health', '/ready', '/metrics'])

/**
 * What comes before anything else: pages of strangers must not reach the server through somebody's browser. A foreign
 * `Host` (DNS rebinding) or `Origin` is refused. There are no cookies, so nothing else of the browser is trusted.
 */
export function guard(dependencies: RestDependencies): MiddlewareHandler<RestEnv> {
  const { isAllowedHost, isAllowedOrigin } = dependencies
  const note = noteStrangers(dependencies)
  return async (context, next) => {
    dependencies.unknownProxies.notice(context.env.incoming)
    const host = context.req.header('host')
    if (!isAllowedHost(host) && !needNoHost.has(context.req.path)) {
      note('host', host)
      throw problem('forbidden', `This host is not served here. ${todo.host}`)
    }
    const origin = context.req.header('origin')
    if (origin === undefined) return next()
    if (!isAllowedOrigin(origin)) {
      note('origin', origin)
      throw problem('forbidden', `This origin is not allowed. ${todo.origin}`)
    }
    if (isPreflight(context)) return answerPreflight(origin)
    await next()
    context.res.headers.set('access-control-allow-origin', origin)
    context.res.headers.set('access-control-expose-headers', 'Retry-After, WWW-Authenticate, Location, X-Request-Id')
    context.res.headers.append('vary', 'Origin')
    return undefined
  }
}

const todo = {
  host: 'The settings HOST and ALLOWED_HOSTS say which are; where ALLOWED_ORIGINS is set, it names them, too.',
  origin: 'The setting ALLOWED_ORIGINS says which are; without it, those of HOST and ALLOWED_HOSTS.',
}

const notedLengthMax = 100

/** Lines for the operator, who may have forgotten a setting. */
function noteStrangers(dependencies: RestDependencies) {
  const note = createRareNotes<'host' | 'origin'>(dependencies)
  return (what: 'host' | 'origin', sent: string | undefined) => {
    const shown = sent?.slice(0, notedLengthMax).replaceAll(/[^\w.:/[\]-]/g, '?')
    note(what, { [what]: shown }, `refused a request for its ${what}. ${todo[what]}`)
  }
}

function isPreflight(context: Context<RestEnv>): boolean {
  return context.req.method === 'OPTIONS' && context.req.header('access-control-request-method') !== undefined
}

function answerPreflight(origin: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
      'access-control-allow-headers': 'Authorization, Content-Type, X-Request-Id',
      'access-control-max-age': '600',
      vary: 'Origin',
    },
  })
}

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
}

/** On every answer, errors too. A page that needs more than nothing sets its own policy. */
export function addSecurityHeaders(): MiddlewareHandler<RestEnv> {
  return async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(securityHeaders))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value)
  }
}
