import { existsSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { createCrowd } from './crowd.ts'
import { call, type Operator, signInOperator } from './operator.ts'
import { type RunningServer, type ServerOptions, startServer } from './server-process.ts'
import { waitUntil } from './wait-until.ts'

const stallMaxMs = 1_000
const crowd = createCrowd()
afterEach(() => crowd.sendHome())

async function start(options: ServerOptions = {}): Promise<{ server: RunningServer; operator: Operator }> {
  const server = await startServer({
    modules: ['holder.ts', 'garden.ts'],
    limits: { stallMaxMs, moduleMsMax: 20_000 },
    ...options,
    settings: { ZONE_THREAD: '1', ...options.settings },
  })
  return { server, operator: await signInOperator(server.url) }
}

test('[THREAD-1] [THREAD-4] a hook that holds the thread of the zones ends it and not the server: sockets stay, zones go on, its own is paused', async () => {
  const { server, operator } = await start()
  const heldId = await operator.createZone({ module: 'holder' })
  const wellId = await operator.createZone({ module: 'garden' })
  const holds = await crowd.enter(operator, heldId)
  const plays = await crowd.enter(operator, wellId, 'somebody', 'delta')
  const asked = await plays.client.intent(wellId, { type: 'plant', note: 'a rose' }, { seq: 1 })
  const acknowledged = plays.client.messages.length

  holds.client.send({ type: 'intent', zoneId: heldId, intent: 'wait', payload: { ms: stallMaxMs + 2_000 } })
  await waitUntil(async () => (await probe(server)) === 'silent')
  const requests = [`/v1/zones/${wellId}`, '/v1/modules'].map((path) => call(server.url, { path, token: plays.token }))
  expect(await holds.client.closed).toEqual({ code: 1012, reason: 'the zones begin again' })
  for (const { status, body } of await Promise.all(requests))
    expect([status, body]).toMatchObject([503, { code: 'zone_unreachable', retryable: true }])
  expect((await probe(server)) !== undefined).toBe(true)

  const frame = await plays.client.next('tick', ({ eventsDropped }) => eventsDropped === true, { from: acknowledged })
  expect(frame).toMatchObject({ zoneId: wellId, full: true })
  const again = await plays.client.intent(wellId, { type: 'plant', note: 'a rose' }, { seq: 1 })
  expect(again).toMatchObject({ duplicate: true, outcome: asked.outcome })
  expect(plays.client.messages.filter(({ type }) => type === 'subscribed')).toHaveLength(1)

  const error = expect.stringContaining('Stopped by the watchdog: module holder: onTick held the server for')
  expect(await operator.zone(heldId)).toMatchObject({ status: 'paused', error })
  expect(await operator.zone(wellId)).toMatchObject({ status: 'open' })
  expect(server.stderr).toMatch(
    new RegExp(`The watchdog ends the thread of the zones: module holder, onTick, zone ${heldId}.* has held it for`),
  )
  expect(existsSync(`${server.databasePath}.stall.json`)).toBe(false)
  const { body: metrics } = await call(server.url, { path: '/metrics' })
  expect(metrics).toMatch(/gridtick_step_seconds_count\{module="garden"\} [1-9]/)
  expect(await server.stop()).toEqual({ code: 0, signal: null })
})

test('[THREAD-4] a loop in a timer of a module is found by the stack', async () => {
  const { server, operator } = await start()
  const zoneId = await operator.createZone({ module: 'holder' })
  const first = await crowd.enter(operator, zoneId)
  await first.client.intent(zoneId, { type: 'timer' })
  await waitUntil(async () => server.stderr.includes('the zones run again'))
  expect(server.stderr).toMatch(/ends the thread of the zones: module holder, .*, in spinForEver \(.*holder\.js\)/)
  expect((await server.stop()).code).toBe(0)
})

test('[THREAD-4] where native code keeps the thread from ending, the server ends, with 70', async () => {
  const { server, operator } = await start()
  const otherId = await operator.createZone({ module: 'holder' })
  const { client } = await crowd.enter(operator, otherId)
  client.send({ type: 'intent', zoneId: otherId, intent: 'wait', payload: { ms: 15_000 } })
  expect(await server.exited).toEqual({ code: 70, signal: null })
  expect(server.stderr).toContain('the thread of the zones did not end within 5 s')
  const next = await start({ folder: server.folder })
  expect(await next.operator.zone(otherId)).toMatchObject({ status: 'paused' })
  expect((await next.server.stop()).code).toBe(0)
})

test('[THREAD-1] a game is joined and played over the thread, accounts are made, and the server stops in order', async () => {
  const { server, operator } = await start({ modules: ['garden.ts', 'strayer.ts'] })
  const ada = { username: 'ada_lovelace', password: 'a long pass phrase' }
  const sign = async (how: string, body: object) => (await call(server.url, { path: `/v1/auth/${how}`, body })).status
  expect([await sign('register', ada), await sign('register', ada), await sign('login', ada)]).toEqual([201, 409, 200])
  const zoneId = await operator.createZone({ module: 'garden' })
  const { client } = await crowd.enter(operator, zoneId)
  expect(await client.intent(zoneId, { type: 'plant', note: 'a rose' })).toMatchObject({ type: 'intent_result' })
  const strayId = await operator.createZone({ module: 'strayer' })
  const stray = await crowd.enter(operator, strayId)
  await stray.client.intent(strayId, { type: 'start', how: 'throwsInATimer' })
  // The zone is named where no other ran in the same turn of the event loop.
  await waitUntil(() => /module strayer(, zone [0-9a-f-]+)?: an error that nobody caught/.test(server.stderr))
  expect(await operator.rest('POST', `/v1/zones/${zoneId}/pause`)).toMatchObject({ status: 'paused' })
  expect(await server.stop()).toEqual({ code: 0, signal: null })
  expect(await client.closed).toMatchObject({ code: 1001 })
  expect(client.messages.at(-1)).toMatchObject({ type: 'bye' })
})

/** What `/ready` says; `silent`: nothing within half a second. */
async function probe({ url }: RunningServer): Promise<number | 'silent'> {
  const answer = fetch(`${url}/ready`, { signal: AbortSignal.timeout(500) })
  return await answer.then(
    ({ status }) => status,
    () => 'silent' as const,
  )
}
