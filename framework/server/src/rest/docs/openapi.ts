import { type ErrorCode, errorCodes, given } from '@gridtick/protocol/codes'
import type { RouteConfig } from '@hono/zod-openapi'
import { z } from 'zod'
import { problemMediaType, problemSchema } from '../problem.ts'
import type { Route } from '../route.ts'

/** A route as OpenAPI tells it: every answer, with all codes that may come. */
export function describeRoute(route: Route): RouteConfig {
  const params = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string()] as const)
  return {
    method: route.method,
    path: route.path,
    // The page shows a summary as plain text.
    summary: route.summary.replaceAll('`', ''),
    tags: [route.tag],
    security: needsToken(route) ? [{ bearer: [] }] : [],
    'x-who': route.who,
    request: {
      ...(params.length > 0 ? { params: z.object(Object.fromEntries(params)) } : {}),
      ...given({ query: route.query }),
      ...(route.body === undefined
        ? {}
        : { body: { required: !mayBeEmpty(route.body), content: { 'application/json': { schema: route.body } } } }),
    },
    responses: { ...describeAnswers(route), ...describeProblems(codesOf(route)) },
  }
}

function needsToken({ who }: Route): boolean {
  return who === 'token' || who === 'member' || who === 'debug'
}

function mayBeEmpty(body: z.ZodType): boolean {
  return body.safeParse({}).success
}

/** All codes that a route may answer with. */
function codesOf(route: Route): readonly ErrorCode[] {
  const isApi = route.path.startsWith('/v1/')
  return [
    ...new Set<ErrorCode>([
      'forbidden',
      'internal',
      ...(isApi ? (['rate_limited', 'invalid', 'storage_unavailable'] as const) : []),
      ...(isApi && route.method !== 'get' ? (['shutting_down'] as const) : []),
      ...(needsToken(route) ? (['unauthenticated'] as const) : []),
      ...(route.body === undefined ? [] : (['bad_request', 'too_large', 'unsupported_media_type'] as const)),
      ...(route.codes ?? []),
    ]),
  ]
}

function describeAnswers(route: Route): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, { description, schema, mediaType }]) => {
      if (schema !== undefined) return [status, { description, content: { 'application/json': { schema } } }]
      if (mediaType !== undefined) return [status, { description, content: { [mediaType]: { schema: z.string() } } }]
      return [status, { description }]
    }),
  )
}

function describeProblems(codes: readonly ErrorCode[]): RouteConfig['responses'] {
  const responses: RouteConfig['responses'] = {}
  for (const { status } of codes.map((code) => errorCodes[code])) {
    const sameStatus = codes.filter((code) => errorCodes[code].status === status)
    responses[status] = {
      description: sameStatus.map((code) => `\`${code}\`: ${errorCodes[code].when}`).join('; '),
      content: { [problemMediaType]: { schema: problemSchema } },
    }
  }
  return responses
}

/** The groups of routes, in the order in which a newcomer needs them. */
const groups: readonly (readonly [tag: Route['tag'], description: string])[] = [
  ['auth', 'Become a player, and get a token.'],
  ['zones', 'Create zones, find them, and look after them.'],
  ['play', 'Play in a zone without a socket, and look at its state.'],
  ['server', 'How the server is, its limits, and these documents.'],
]

/** What stands above the routes. */
export function openApiHead({
  serverVersion,
  basePath,
}: {
  readonly serverVersion: string
  readonly basePath: string
}) {
  return {
    ...(basePath === '' ? {} : { servers: [{ url: basePath }] }),
    openapi: '3.1.0',
    tags: groups.map(([name, description]) => ({ name, description })),
    info: {
      title: 'Gridtick',
      version: serverVersion,
      description:
        'Accounts, zones and tools, over HTTP. Games are played over the WebSocket at `/v1/ws`: see [its messages](docs/socket).',
    },
  }
}
