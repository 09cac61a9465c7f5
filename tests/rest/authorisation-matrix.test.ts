import { expect, test } from 'vitest'
import { problemSchema } from '../../framework/server/src/rest/problem.ts'
import { type Ask, createRestWorld } from './rest-world.ts'

/** Every route × who asks. A route without a row here fails, and so does a row without a route. */

type Who = 'nobody' | 'player' | 'member' | 'debug'
type Row = readonly [nobody: number, player: number, member: number, debug: number, ask?: Ask | undefined]

const open = (status: number, ask?: Ask): Row => [status, status, status, status, ask]
const step = { type: 'step', payload: { dx: 1 } }

const rows: Readonly<Record<string, Row>> = {
  'GET /': open(200),
  'GET /docs': open(200),
  'GET /docs/start.js': open(200),
  'GET /docs/swagger-ui.css': open(200),
  'GET /docs/swagger-ui-bundle.js': open(200),
  'GET /docs/favicon-32x32.png': open(200),
  'GET /docs/socket': open(200),
  'GET /openapi.json': open(200),
  'GET /asyncapi.json': open(200),
  'GET /health': open(200),
  'GET /ready': open(200),
  'GET /metrics': [403, 403, 403, 200],
  'GET /v1/limits': open(200),
  'GET /v1/modules': open(200),
  'POST /v1/auth/guest': open(201, { body: {} }),
  'POST /v1/auth/register': open(201, { body: { username: 'anna-WHO', password: 'a good password' } }),
  'POST /v1/auth/login': open(200, { body: { username: 'operator', password: 'a long enough one' } }),
  'POST /v1/auth/refresh': [401, 200, 200, 200],
  'GET /v1/auth/me': [401, 200, 200, 200],
  'POST /v1/zones': [401, 403, 403, 201, { body: { module: 'board' } }],
  'GET /v1/zones': [401, 200, 200, 200],
  'GET /v1/zones/:zoneId': [401, 200, 200, 200],
  'PATCH /v1/zones/:zoneId': [401, 403, 403, 200, { body: { record: true } }],
  'DELETE /v1/zones/:zoneId': [401, 403, 403, 204],
  'POST /v1/zones/:zoneId/pause': [401, 403, 403, 200],
  'POST /v1/zones/:zoneId/resume': [401, 403, 403, 200],
  'POST /v1/zones/:zoneId/step': [401, 403, 403, 200, { body: { ticks: 2 } }],
  'GET /v1/zones/:zoneId/recording': [401, 403, 403, 200],
  'POST /v1/zones/:zoneId/intents': [401, 403, 202, 403, { body: step }],
  'POST /v1/zones/:zoneId/debug-intents': [401, 403, 403, 202, { body: step }],
  'GET /v1/zones/:zoneId/state': [401, 403, 200, 403],
  'GET /v1/zones/:zoneId/state?full=true': [401, 403, 403, 200],
  'GET /v1/zones/:zoneId/state?as=MEMBER': [401, 403, 403, 200],
  'POST /v1/zones/:zoneId/queries/:name': [401, 403, 200, 403, { body: { kind: 'stone' } }],
  'GET /v1/zones/:zoneId/players': [401, 403, 403, 200],
  'GET /v1/zones/:zoneId/log': [401, 403, 403, 200],
}

const everybody: readonly Who[] = ['nobody', 'player', 'member', 'debug']

test('every route has a row, and every row a route', async () => {
  const { app } = await createRestWorld()
  const routes = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
  expect(routes.length).toBeGreaterThan(25)
  expect([...new Set(Object.keys(rows).map((row) => row.replace(/\?.*/, '')))].sort()).toEqual([...routes].sort())
})

const cases = Object.entries(rows).flatMap(([route, row]) =>
  everybody.map((who, index) => ({ route, who, expected: row[index] as number, ask: row[4] ?? {} })),
)

const { app: anyApp } = await createRestWorld()
const documented = anyApp.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } }).paths ?? {}

/** One for each route, in which the one who may do most comes last; those that only look share one. */
const worlds = new Map<string, ReturnType<typeof createRestWorld>>()

test.each(cases)('$route asked by $who → $expected', async ({ route, who, expected, ask: given }) => {
  const place = route.startsWith('GET') ? 'GET' : route
  const world = worlds.get(place) ?? createRestWorld()
  worlds.set(place, world)
  const { ask, people } = await world
  const [method = '', template = ''] = route.split(' ')
  const path = template.replace(':zoneId', 'z1').replace(':name', 'count').replace('MEMBER', people.member.playerId)
  const body = given.body && JSON.parse(JSON.stringify(given.body).replace('WHO', who))
  const token = who === 'nobody' ? undefined : people[who].token
  const answer = await ask(method, path, { ...given, ...(body === undefined ? {} : { body }), token })
  expect(answer.status, answer.text.slice(0, 300)).toBe(expected)

  // What comes is what the documentation says may come.
  if (expected >= 400) {
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(problemSchema.safeParse(answer.json).success).toBe(true)
    expect(answer.json.status).toBe(expected)
    expect(answer.headers.get('www-authenticate')).toBe(expected === 401 ? 'Bearer' : null)
  }
  const name = template.replace(/\?.*/, '').replaceAll(/:(\w+)/g, '{$1}')
  const operation = documented[name]?.[method.toLowerCase() as 'get']
  if (!name.startsWith('/docs/')) expect(Object.keys(operation?.responses ?? {})).toContain(String(expected))
})

test('each good answer fits its documented schema, to the last key', async () => {
  const { app, ask, people } = await createRestWorld()
  for (const { route, expected, ask: given } of cases.filter(
    ({ who, expected }) => who === 'debug' && expected < 300,
  )) {
    const [method = '', template = ''] = route.split(' ')
    const definition = app.openAPIRegistry.definitions.find(
      (one) =>
        one.type === 'route' &&
        one.route.method.toUpperCase() === method &&
        one.route.path === template.replace(/\?.*/, '').replaceAll(/:(\w+)/g, '{$1}'),
    )
    if (definition?.type !== 'route') continue
    const content = (definition.route.responses as Record<number, { content?: Record<string, { schema: never }> }>)[
      expected
    ]
    const schema = content?.content?.['application/json']?.schema as
      | { safeParse(value: unknown): { error?: unknown } }
      | undefined
    if (schema === undefined || /(open|async)api.json$/.test(route) || route.startsWith('DELETE')) continue
    const path = template.replace(':zoneId', 'z1').replace(':name', 'count').replace('MEMBER', people.member.playerId)
    const { json } = await ask(method, path, { ...given, token: people.debug.token, ...unique(given) })
    expect(schema.safeParse(json).error, route).toBeUndefined()
  }
})

function unique(given: Ask): Ask {
  return given.body === undefined ? {} : { body: JSON.parse(JSON.stringify(given.body).replace('WHO', 'fits')) }
}

test('a token of another server, an expired one and a garbled one are all the same as none', async () => {
  const { ask, people, clock } = await createRestWorld()
  const good = people.member.token
  for (const token of ['x', `${good}x`, good.replace(/\.[^.]*$/, '.'), 'a'.repeat(9_000)])
    expect((await ask('GET', '/v1/auth/me', { token })).status).toBe(401)
  expect((await ask('GET', '/v1/auth/me', { token: good })).status).toBe(200)
  clock.advance(30 * 86_400_000 - 1)
  expect((await ask('GET', '/v1/auth/me', { token: good })).status).toBe(200)
  clock.advance(1)
  expect((await ask('GET', '/v1/auth/me', { token: good })).status).toBe(401)
})
