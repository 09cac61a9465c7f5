import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createCrowd } from './crowd.ts'
import { call, type Operator, signInOperator } from './operator.ts'
import { type RunningServer, startServer } from './server-process.ts'

/** A server with a module that does not return, beside one that is well. */
let server: RunningServer
let operator: Operator
const crowd = createCrowd()
const enter = (zoneId: string, name: string) => crowd.enter(operator, zoneId, name)
const moduleMsMax = 400

beforeAll(async () => {
  server = await startServer({ modules: ['garden.ts', 'looper.ts'], limits: { moduleMsMax, failuresMax: 2 } })
  operator = await signInOperator(server.url)
})
afterEach(() => crowd.sendHome())
afterAll(() => server?.stop())

const create = (config: object) =>
  call(server.url, { method: 'POST', path: '/v1/zones', token: operator.token, body: { module: 'looper', config } })

test('[FAIL-7] [FAIL-13] loops in every hook and schema are stopped; the other zones and sockets go on', async () => {
  const wellId = await operator.createZone({ module: 'garden' })
  const zoneId = await operator.createZone({ module: 'looper' })
  const [ann, bob, cem] = [await enter(zoneId, 'ann'), await enter(zoneId, 'bob'), await enter(wellId, 'cem')]

  // Each is answered as what it is, and nobody else loses anything.
  expect(await ann.client.intent(zoneId, { type: 'spin' })).toMatchObject({ code: 'intent_failed' })
  expect(await ann.client.intent(zoneId, { type: 'say', text: `${'a'.repeat(40)}!` })).toMatchObject({
    code: 'invalid_slow',
    retryable: false,
  })
  ann.client.send({ type: 'query', zoneId, name: 'ponder', ref: 'q' })
  expect(await ann.client.next('error', ({ ref }) => ref === 'q')).toMatchObject({ code: 'query_failed' })
  await operator.debugIntent(zoneId, { type: 'blind', payload: { playerId: ann.playerId } })
  await ann.client.next('view_unavailable', () => true)
  expect(await create({ wish: 'loop' })).toMatchObject({ status: 422, body: { code: 'invalid_slow' } })
  expect(await create({ wish: 'spin' })).toMatchObject({ status: 422, body: { code: 'invalid' } })
  const stuck = await operator.guest('stuck')
  const outside = await crowd.greet(server.url, stuck.token)
  outside.send({ type: 'subscribe', zoneId, ref: 's' })
  expect(await outside.next('error', ({ ref }) => ref === 's')).toMatchObject({ code: 'join_failed' })

  expect(await bob.client.intent(zoneId, { type: 'glow' })).toMatchObject({ outcome: 'applied' })
  expect(await cem.client.intent(wellId, { type: 'plant', note: 'well' })).toMatchObject({ outcome: 'applied' })
  for (const hook of ['onTick', 'intents.say', 'queries.ponder', 'getPlayerState', 'canJoin']) {
    const line = new RegExp(`zone ${zoneId}.*${hook.replace('.', '\\.')} of looper did not return within 400 ms`)
    await vi.waitFor(() => expect(server.stderr).toMatch(line), { timeout: 10_000 })
  }
  expect((await operator.zone(zoneId)).status).toBe('open')
})

test('[FAIL-7] [FAIL-3] [DUR-4] a zone that loops in each tick is paused; SIGTERM ends a server with loops in order', async () => {
  const zoneId = await operator.createZone({ module: 'looper' })
  const ann = await enter(zoneId, 'ann')
  const from = ann.client.messages.length
  await operator.debugIntent(zoneId, { type: 'ignite', payload: {} })
  await ann.client.next('zone_status', ({ status, code }) => status === 'paused' && code === 'internal', { from })
  expect(await operator.zone(zoneId)).toMatchObject({
    status: 'paused',
    error: expect.stringContaining('onTick of looper did not return within 400 ms (moduleMsMax)'),
  })
  await operator.resume(zoneId)
  expect(await server.stop()).toEqual({ code: 0, signal: null })
})
