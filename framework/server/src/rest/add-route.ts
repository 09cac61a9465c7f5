import { toFieldErrors, zoneIdSchema } from '@gridtick/protocol'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { RestDependencies, RestEnv } from './dependencies.ts'
import { describeRoute } from './docs/openapi.ts'
import { problem } from './problem.ts'
import { readBody } from './read-body.ts'
import { type Call, noSuchZone, type Route } from './route.ts'

/** Adds a route to the app and to its documentation. */
export function addRoute(app: OpenAPIHono<RestEnv>, route: Route, dependencies: RestDependencies): void {
  if (route.isHidden === undefined) app.openAPIRegistry.registerPath(describeRoute(route))
  app.on(route.method.toUpperCase(), honoPath(route.path), (context) =>
    route.handle(createCall(context, route, dependencies)),
  )
}

export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

function createCall(context: Context<RestEnv>, route: Route, dependencies: RestDependencies): Call<unknown, unknown> {
  const param = (name: string) => context.req.param(name) ?? ''
  return {
    context,
    actor: context.get('actor'),
    query: readQuery(context, route),
    async body() {
      const schema = route.body ?? z.never()
      const value = await readBody(context.req.raw, dependencies.limits)
      const parsed = schema.safeParse(value ?? {})
      if (parsed.success) return parsed.data
      if (value === undefined) throw problem('bad_request', 'A JSON body is needed.')
      throw problem('invalid', 'The body does not fit.', { errors: toFieldErrors(parsed.error.issues) })
    },
    param,
    zoneId() {
      const zoneId = zoneIdSchema.safeParse(param('zoneId'))
      if (!zoneId.success) throw noSuchZone()
      return zoneId.data
    },
    address: () => dependencies.clientAddress(context.env.incoming),
    json: (status, value, headers = {}) => context.json(value, status, headers),
  }
}

/** A parameter given twice becomes a list, which no schema takes. Pages ignore what they do not know. */
function readQuery(context: Context<RestEnv>, route: Route): unknown {
  if (!route.path.startsWith('/v1/')) return {}
  const parameters = new URL(context.req.url).searchParams
  const values = [...new Set(parameters.keys())].map((name) => {
    const [only, ...more] = parameters.getAll(name)
    return [name, more.length === 0 ? only : [only, ...more]] as const
  })
  const parsed = (route.query ?? z.strictObject({})).safeParse(Object.fromEntries(values))
  if (parsed.success) return parsed.data
  throw problem('invalid', 'The query parameters do not fit.', { errors: toFieldErrors(parsed.error.issues) })
}
