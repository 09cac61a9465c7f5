import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createCrowd } from './crowd.ts'
import { freshFolder } from './fresh-folder.ts'
import { strays } from './modules/strayer.ts'
import { call, type Operator, signInOperator } from './operator.ts'
import { launchServer, type RunningServer, startServer } from './server-process.ts'
import { waitUntil } from './wait-until.ts'

/** A server with a module of promises, and of timers that throw. */
let server: RunningServer
let operator: Operator
const crowd = createCrowd()

beforeAll(async () => {
  server = await startServer({ modules: ['strayer.ts', 'garden.ts'] })
  operator = await signInOperator(server.url)
})
afterEach(() => crowd.sendHome())
afterAll(() => server?.stop())

const counted = async () => {
  const figures = ['strayer', 'unknown'].map((name) =>
    operator.metric(`gridtick_module_stray_errors_total{module="${name}"}`),
  )
  return (await Promise.all(figures)).reduce((sum, figure) => sum + figure, 0)
}

test('[FAIL-9] what a module starts by itself and lets fail is counted, logged with what to do, and ends nothing', async () => {
  const zoneId = await operator.createZone({ module: 'strayer' })
  const { client } = await crowd.enter(operator, zoneId)
  for (const how of Object.keys(strays)) {
    const before = await counted()
    expect(await client.intent(zoneId, { type: 'start', how })).toMatchObject({ outcome: 'applied' })
    await waitUntil(async () => (await counted()) === before + 1)
  }
  await vi.waitFor(() => expect(server.stderr).toMatch(/module strayer.*canary-text in a timer.*The server goes on/), {
    timeout: 10_000,
  })
  await vi.waitFor(() => expect(server.stderr).toContain('strayer.ts:'), { timeout: 10_000 })
  expect(await operator.metric('gridtick_module_stray_errors_total{module="strayer"}')).toBeGreaterThanOrEqual(4)
})

test('[FAIL-9] a promise from any hook, redaction or schema, and in what hooks return, ends nothing', async () => {
  const before = await counted()
  const broken = await call(server.url, {
    path: '/v1/zones',
    token: operator.token,
    body: { module: 'strayer', config: { fails: 'createZone' } },
  })
  expect(broken).toMatchObject({
    status: 422,
    body: { errors: [{ message: expect.stringContaining('returned a Promise') }] },
  })
  const closed = await operator.createZone({ module: 'strayer', config: { fails: 'canJoin' } })
  const stranger = await crowd.greet(server.url, (await operator.guest('stranger')).token)
  stranger.send({ type: 'subscribe', zoneId: closed, mode: 'full', ref: 'c' })
  expect(await stranger.next('error')).toMatchObject({ code: 'join_failed' })

  const zoneId = await operator.createZone({ module: 'strayer' })
  const { client, token } = await crowd.enter(operator, zoneId)
  for (const type of ['onTick', 'event', 'refusal', 'entity'])
    expect(await client.intent(zoneId, { type })).toMatchObject({ code: 'intent_failed' })
  expect(await client.intent(zoneId, { type: 'schema', n: 1 })).toMatchObject({ outcome: 'refused' })
  for (const [query, input] of [
    ['promise', {}],
    ['schema', { n: 1 }],
  ] as const) {
    const answer = await call(server.url, { path: `/v1/zones/${zoneId}/queries/${query}`, token, body: input })
    expect(answer.status).toBeGreaterThanOrEqual(400)
  }
  for (const how of ['promise', 'redaction']) {
    await client.intent(zoneId, { type: 'wish', how })
    await client.next('view_unavailable')
  }
  await waitUntil(async () => (await counted()) >= before + 11)
  expect(await operator.zone(zoneId)).toMatchObject({ status: 'open' })

  // The player returns to a server that was killed, and to the view that failed.
  server.signal('SIGKILL')
  await server.exited
  server = await startServer({ modules: ['strayer.ts', 'garden.ts'], folder: server.folder })
  operator = await signInOperator(server.url)
  const again = await crowd.greet(server.url, token)
  again.send({ type: 'subscribe', zoneId, mode: 'full', ref: 'r' })
  await again.next('view_unavailable')
  expect(await again.intent(zoneId, { type: 'wish', how: 'well' })).toMatchObject({ outcome: 'applied' })
})

test('[FAIL-9] an error of the server itself, caught by nobody, stops it in order with code 71', async () => {
  const folder = freshFolder()
  const fault = join(folder, 'fault.mjs')
  writeFileSync(
    fault,
    `setInterval(() => globalThis.goes && Promise.resolve(), 100)
    process.once('SIGUSR2', () => { throw new Error('the server is broken') })`,
  )
  const broken = launchServer({ folder, settings: { NODE_OPTIONS: `--import ${pathToFileURL(fault).href}` } })
  await broken.ready
  broken.signal('SIGUSR2')
  expect(await broken.exited).toMatchObject({ code: 71 })
  expect(broken.stderr).toMatch(/An error of the server itself.*the server is broken/)
})
