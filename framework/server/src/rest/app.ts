import { isStorageTrouble, isUnreachable } from '@gridtick/engine/ports'
import { toFieldErrors } from '@gridtick/protocol'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { getPath } from 'hono/utils/url'
import { pathBelow } from '../requests/base-path.ts'
import { requestIdOf } from '../requests/request-id.ts'
import { addOwnRoutes } from './add-own-routes.ts'
import { addRoute, honoPath } from './add-route.ts'
import { authRoutes } from './auth-routes.ts'
import type { RestDependencies, RestEnv } from './dependencies.ts'
import { devRoutes } from './dev-routes.ts'
import { asyncApiRoutes } from './docs/asyncapi-routes.ts'
import { docsRoutes } from './docs/docs-routes.ts'
import { openApiHead } from './docs/openapi.ts'
import { addSecurityHeaders, guard, socketPath } from './guard.ts'
import { healthRoutes } from './health-routes.ts'
import { intentRoutes } from './intent-routes.ts'
import { limitsRoutes } from './limits-routes.ts'
import { logRoutes } from './log-routes.ts'
import { moduleRoutes } from './module-routes.ts'
import { playerRoutes } from './player-routes.ts'
import { ProblemError, problem, toProblemResponse } from './problem.ts'
import { recordingRoutes } from './recording-routes.ts'
import { identify, limitRequests, refuseWhileDraining } from './request-limits.ts'
import type { Route } from './route.ts'
import { siteRoutes } from './site-routes.ts'
import { startPageRoutes } from './start-page.ts'
import { stateRoutes } from './state-routes.ts'
import { zoneRoutes } from './zone-routes.ts'

/**
 * The REST side of the server. The gateway adds its WebSocket route (GET /v1/ws) to the same app before it serves; a
 * request to that path which is no upgrade is answered 426.
 */
export function createRestApp(dependencies: RestDependencies): OpenAPIHono<RestEnv> {
  const { basePath, serverVersion } = dependencies
  const app = new OpenAPIHono<RestEnv>({
    getPath: (request) => pathBelow(basePath, getPath(request)),
    defaultHook(result) {
      if (!result.success)
        throw problem('invalid', 'The request does not fit.', { errors: toFieldErrors(result.error.issues) })
    },
  })
  app.use(followRequests(dependencies), addSecurityHeaders(), guard(dependencies))
  if (basePath !== '') app.use(leadToPage(basePath))
  app.use(identify(dependencies), limitRequests(dependencies), refuseWhileDraining(dependencies))

  const routes = [
    ...(dependencies.site === undefined ? startPageRoutes(serverVersion) : siteRoutes(dependencies.site)),
    ...authRoutes(dependencies),
    ...moduleRoutes(dependencies),
    ...zoneRoutes(dependencies),
    ...playerRoutes(dependencies),
    ...intentRoutes(dependencies),
    ...stateRoutes(dependencies),
    ...logRoutes(dependencies),
    ...recordingRoutes(dependencies),
    ...limitsRoutes(dependencies),
    ...healthRoutes(dependencies),
    ...(dependencies.development === undefined ? [] : devRoutes(dependencies, dependencies.development)),
    ...docsRoutes(() => JSON.stringify(app.getOpenAPI31Document(openApiHead(dependencies)))),
    ...asyncApiRoutes(dependencies),
  ]
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  })
  for (const route of routes) addRoute(app, route, dependencies)
  refuseOtherMethods(app, routes)
  if (dependencies.routes !== undefined) addOwnRoutes(app, dependencies.routes, dependencies)

  app.notFound((context) => answerMissing(context, basePath))
  app.onError((error, context) => answerError(error, context, dependencies))
  return app
}

/**
 * Gives each request its id, which its answer, its log line and a problem of ours bear, and says when it was answered.
 * One line a request, with neither query nor headers: they may carry secrets.
 */
function followRequests({ logger, clock }: RestDependencies): MiddlewareHandler<RestEnv> {
  return async (context, next) => {
    const startedMs = clock.monotonic()
    const requestId = requestIdOf(context.req.header('x-request-id'))
    context.set('requestId', requestId)
    await next()
    context.res.headers.set('x-request-id', requestId)
    context.res.headers.set('date', new Date(clock.now()).toUTCString())
    const { method, path } = context.req
    const ms = Math.round(clock.monotonic() - startedMs)
    logger.debug({ requestId, method, path, status: context.res.status, ms }, 'request')
  }
}

/** Added behind all routes: whatever comes here has a path that exists, and a method that does not. */
function refuseOtherMethods(app: OpenAPIHono<RestEnv>, routes: readonly Route[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase())
    const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
    app.all(honoPath(path), () => {
      throw methodNotAllowed(allow)
    })
  }
}

function methodNotAllowed(allow: string): ProblemError {
  return problem('method_not_allowed', `Only ${allow} here.`, { headers: { allow } })
}

/** The page names its files from where it stands, so it must be opened with a slash behind its path. */
function leadToPage(basePath: string): MiddlewareHandler<RestEnv> {
  return async (context, next) => {
    const { pathname, search } = new URL(context.req.url)
    const isPage = pathname === basePath && (context.req.method === 'GET' || context.req.method === 'HEAD')
    return isPage ? context.redirect(`${basePath}/${search}`, 308) : next()
  }
}

/** The WebSocket's path is known, but only an upgrade is served there. */
function answerMissing(context: Context<RestEnv>, basePath: string): Response {
  const { path, method } = context.req
  const instance = `${basePath}${path}`
  if (path !== socketPath) return toProblemResponse({ code: 'not_found', message: 'There is no such route.' }, instance)
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed('GET, HEAD')
  return toProblemResponse({ code: 'bad_request', message: 'Only a WebSocket upgrade is served here.' }, instance, {
    status: 426,
    headers: { upgrade: 'websocket', connection: 'Upgrade' },
  })
}

function answerError(error: Error, context: Context<RestEnv>, { logger, basePath }: RestDependencies): Response {
  const { method, path } = context.req
  const instance = `${basePath}${path}`
  const requestId = context.get('requestId')
  if (error instanceof ProblemError) {
    const { refused, headers } = error
    if (refused.code !== 'internal') return toProblemResponse(refused, instance, { headers })
    logger.error({ requestId, method, path, reason: refused.message }, 'a request failed')
    return toProblemResponse({ code: 'internal', message: `${refused.message} Id: ${requestId}` }, instance)
  }
  if (isUnreachable(error)) {
    logger.warn({ requestId, method, path }, 'a request found nobody who runs the zone')
    const message = `Nobody runs this zone at the moment; whether the request took effect is not known. Id: ${requestId}`
    return toProblemResponse({ code: 'zone_unreachable', message }, instance)
  }
  if (isStorageTrouble(error)) {
    logger.warn({ requestId, method, path, err: error }, 'a request failed for want of storage')
    return toProblemResponse({ code: 'storage_unavailable', message: `Try again soon. Id: ${requestId}` }, instance)
  }
  logger.error({ requestId, method, path, err: error }, 'a request failed')
  return toProblemResponse(
    { code: 'internal', message: `Something went wrong on our side. Id: ${requestId}` },
    instance,
  )
}
