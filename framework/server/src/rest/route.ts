import type { Answer } from '@gridtick/engine/ports'
import { toFieldErrors, zoneIdSchema } from '@gridtick/protocol'
import type { ErrorCode } from '@gridtick/protocol/codes'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { Identity } from '../auth/authenticator.ts'
import type { RestDependencies, RestEnv } from './dependencies.ts'
import { describeRoute } from './docs/openapi.ts'
import { ProblemError, problem } from './problem.ts'
import { readBody } from './read-body.ts'

/** One answer that is no error. Without a schema it is no JSON; without a media type there is no body. */
type RouteAnswer = {
  readonly description: string
  readonly schema?: z.ZodType
  readonly mediaType?: string
}

/**
 * One route: what it takes, what it answers, and the handler. `who` and `codes` are for the documentation; who may in
 * fact is decided by the handler, and a test holds the two together.
 */
export type Route = {
  readonly method: 'get' | 'post' | 'patch' | 'delete'
  /** As in OpenAPI: `/v1/zones/{zoneId}`. */
  readonly path: string
  readonly who: 'anyone' | 'token' | 'member' | 'debug' | 'loopback'
  readonly summary: string
  readonly tag: 'auth' | 'zones' | 'play' | 'server'
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly answers: Readonly<Record<number, RouteAnswer>>
  /** Besides those that every route of its kind can give. */
  readonly codes?: readonly ErrorCode[]
  /** Not in the documentation: parts of a page. */
  readonly isHidden?: true
  readonly handle: (call: Call<unknown, unknown>) => Promise<Response> | Response
}

/** A request as a handler sees it. */
export type Call<Query, Body> = {
  readonly context: Context<RestEnv>
  readonly actor: Identity | undefined
  readonly query: Query
  /** Reads and checks the body. A body that is missing counts as `{}` where the schema takes that. */
  body(): Promise<Body>
  param(name: string): string
  zoneId(): string
  /** Where the request came from. */
  address(): string
  json(status: 200 | 201 | 202 | 503, value: unknown, headers?: Record<string, string>): Response
}

/** Gives a route's handler the types of its schemas. */
export function defineRoute<
  Query extends z.ZodObject = z.ZodObject<Record<never, z.ZodType>>,
  Body extends z.ZodType = z.ZodNever,
>(
  route: Omit<Route, 'query' | 'body' | 'handle'> & {
    readonly query?: Query
    readonly body?: Body
    readonly handle: (call: Call<z.output<Query>, z.output<Body>>) => Promise<Response> | Response
  },
): Route {
  return route as Route
}

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

/** Who asks, if a good token says so. */
export function requireActor({ actor }: Call<unknown, unknown>): Identity {
  if (actor === undefined) throw problem('unauthenticated', 'A valid token is needed: "Authorization: Bearer <token>".')
  return actor
}

/** The role comes from the token as this server's own settings confirm it; never from the request. */
export function requireDebug(call: Call<unknown, unknown>): Identity {
  const actor = requireActor(call)
  if (actor.role !== 'debug') throw problem('forbidden', 'Only the debug role may do this.')
  return actor
}

export function noSuchZone(): ProblemError {
  return problem('not_found', 'There is no such zone.')
}

/** The value of an answer, or the problem that it is. */
export function unwrap<Value>(answer: Answer<Value>): Value {
  if (!answer.ok) throw new ProblemError(answer.refused)
  return answer.value
}
