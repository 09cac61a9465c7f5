import type { Answer } from '@gridtick/engine/ports'
import type { ErrorCode } from '@gridtick/protocol/codes'
import type { Context } from 'hono'
import type { z } from 'zod'
import type { Identity } from '../auth/identity.ts'
import type { RestEnv } from './dependencies.ts'
import { ProblemError, problem } from './problem.ts'

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
