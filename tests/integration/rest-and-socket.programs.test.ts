import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCrowd } from './crowd.ts'
import { byId, inSight, shown } from './garden-view.ts'
import { call, type Operator, type Player, signInOperator } from './operator.ts'
import { type RunningServer, startServer } from './server-process.ts'
import { readStoredZone } from './stored-zone.ts'
import type { TestClient } from './test-client.ts'

/** What one does by REST, and what a socket of the same player hears of it. The tests stand in order: they share a log. */
let server: RunningServer
let operator: Operator
let zoneId: string
let ann: Player & { client: TestClient }
const crowd = createCrowd()
const enter = (zone: string, name: string) => crowd.enter(operator, zone, name)

beforeAll(async () => {
  server = await startServer({ modules: ['garden.ts'] })
  operator = await signInOperator(server.url)
  zoneId = await operator.createZone({ module: 'garden', config: { grows: false } })
  ann = await enter(zoneId, 'ann')
})
afterAll(() => server?.stop())

const as = (token: string) => (method: string, path: string, body?: unknown) =>
  call(server.url, { method, path: `/v1/zones/${zoneId}${path}`, token, body })

test('[INT-6] an intent with wait=true is answered when it is committed, and the socket is told too', async () => {
  const body = { type: 'plant', payload: { note: 'by REST' }, seq: 100 }
  const { status, body: result } = await as(ann.token)('POST', '/intents?wait=true', body)
  expect({ status, ...result }).toMatchObject({ status: 200, zoneId, outcome: 'applied', seq: 100 })
  const onSocket = await ann.client.next('intent_result', ({ seq }) => seq === 100)
  expect(onSocket).toMatchObject({ intentId: result.intentId, outcome: 'applied', tick: result.tick })
  const { tick } = await readStoredZone(server.databasePath, zoneId)
  expect(tick).toBeGreaterThanOrEqual(result.tick)

  const again = await as(ann.token)('POST', '/intents?wait=true', body)
  expect(again.body).toMatchObject({ intentId: result.intentId, duplicate: true })
})

test('[INT-6] without wait it is answered 202 with the id that the result on the socket has', async () => {
  const { status, body } = await as(ann.token)('POST', '/intents', { type: 'prick', payload: {} })
  expect(status).toBe(202)
  const result = await ann.client.next('intent_result', ({ intentId }) => intentId === body.intentId)
  expect(result).toMatchObject({ outcome: 'refused', code: 'thorny' })
})

test('[INT-1] a debug intent acts for the player named by "as", whose socket is told', async () => {
  const { body } = await as(operator.token)('POST', '/debug-intents?wait=true', {
    type: 'plant',
    payload: { note: 'a gift' },
    as: ann.playerId,
  })
  expect(body).toMatchObject({ outcome: 'applied' })
  await ann.client.next('intent_result', ({ intentId }) => intentId === body.intentId)
  const { entities } = await readStoredZone(server.databasePath, zoneId)
  expect(entities.find(({ data }) => (data.notes as { note?: string })?.note === 'a gift')?.ownerId).toBe(ann.playerId)
  expect((await as(ann.token)('POST', '/debug-intents', { type: 'plant', payload: { note: 'x' } })).status).toBe(403)
})

test('[FOG-1] the state of a zone is the own view; "as" and "full" are for the debug role', async () => {
  const bob = await enter(zoneId, 'bob')
  const { client } = await enter(zoneId, 'cleo')
  const mine = await as(ann.token)('GET', '/state')
  expect(byId(mine.body.entities)).toEqual(shown(ann.client.views(zoneId).at(-1))?.entities)
  const seen = (await as(operator.token)('GET', `/state?as=${ann.playerId}`)).body
  expect(seen).toEqual({ ...mine.body, tick: seen.tick, at: seen.at })
  const full = await as(operator.token)('GET', '/state?full=true')
  const stored = await readStoredZone(server.databasePath, zoneId)
  expect(full.body).toMatchObject({ tick: stored.tick, state: stored.state, extras: stored.extras })
  expect(byId(full.body.entities)).toEqual(stored.entities)
  for (const query of [`?as=${ann.playerId}`, '?full=true'])
    expect((await as(bob.token)('GET', `/state${query}`)).status).toBe(403)
  expect(client.texts.join('')).not.toContain('canary-root')
})

test('[FOG-1] a query is answered over REST and over the socket alike, for members', async () => {
  const asked = await as(ann.token)('POST', '/queries/roots', { atMost: 1 })
  expect(asked.body.result).toEqual({ roots: [`canary-root-of-${ann.playerId}`] })
  ann.client.send({ type: 'query', zoneId, name: 'roots', input: { atMost: 1 }, ref: 'roots' })
  expect((await ann.client.next('query_result')).result).toEqual(asked.body.result)
  const stranger = await operator.guest('stranger')
  expect((await as(stranger.token)('POST', '/queries/roots', {})).body).toMatchObject({ code: 'not_a_member' })
  expect((await as(ann.token)('POST', '/queries/nothing', {})).status).toBe(404)
  expect((await as(ann.token)('POST', '/queries/roots', { atMost: 0 })).body).toMatchObject({ code: 'invalid' })
})

test('[LOG-1] the action log has one row for each settled intent, by type, player and page; for the debug role', async () => {
  const log = async (query: string) => (await as(operator.token)('GET', `/log${query}`)).body
  const { entries } = await log('')
  const { nextSeq } = await log('?limit=2')
  expect(entries.length).toBeGreaterThanOrEqual(3)
  expect(entries[0]).toMatchObject({ type: 'plant', playerId: ann.playerId, result: 'applied', zoneId })
  expect(new Set(entries.map(({ seq }: { seq: number }) => seq)).size).toBe(entries.length)
  const pricks = await log(`?type=prick&playerId=${ann.playerId}`)
  expect(pricks.entries).toMatchObject([{ type: 'prick', result: 'refused', code: 'thorny' }])
  expect((await log('?playerId=nobody')).entries).toEqual([])
  expect((await log(`?fromSeq=${nextSeq}`)).entries).toEqual(entries.slice(2))
  expect((await as(ann.token)('GET', '/log')).status).toBe(403)
})

test('[CONN-3] a new member is first shown the tick that commits the join; a member the last committed one', async () => {
  const { client, frame, playerId, token } = await enter(zoneId, 'dora')
  const joined = await client.next('subscribed')
  expect(frame).toMatchObject({ full: true, tick: joined.tick })
  expect((await readStoredZone(server.databasePath, zoneId)).tick).toBeGreaterThanOrEqual(joined.tick)
  await client.close()
  const again = await crowd.greet(server.url, token)
  const back = await again.watch(zoneId)
  expect(back).toMatchObject({ full: true })
  expect(byId(back.full ? back.entities : [])).toEqual(
    inSight(await readStoredZone(server.databasePath, zoneId), playerId).entities,
  )
})

test('[OBS-1] health and metrics tell figures, and nothing of a zone or a player', async () => {
  const health = await operator.health()
  expect(health).toMatchObject({ status: 'ok', database: 'ok' })
  const metrics: string = await operator.rest('GET', '/metrics')
  expect(metrics).toMatch(/^gridtick_step_seconds_count\{module="garden"\} \d+$/m)
  expect(metrics).toMatch(/^gridtick_intents_total\{module="garden",result="applied"\} \d+$/m)
  for (const hidden of [zoneId, ann.playerId, 'canary']) expect(metrics + JSON.stringify(health)).not.toContain(hidden)
  expect(server.stderr).not.toContain('canary')
})
