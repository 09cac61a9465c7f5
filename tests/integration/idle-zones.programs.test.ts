import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Operator, signInOperator } from './operator.ts'
import { type RunningServer, type ServerOptions, startServer } from './server-process.ts'
import { readStoredZone, setAlarmBack } from './stored-zone.ts'
import { connect, type TestClient } from './test-client.ts'

/** Many stored zones, of which few are in use. The server is started anew on the way, so the tests stand in order. */
const zones = 300
const options: ServerOptions = {
  modules: ['garden.ts'],
  limits: { idleLingerMs: 200, presenceGraceMs: 300, handshakesPerAddressPerSecond: 1_000 },
}
let server: RunningServer
let operator: Operator
let zoneIds: readonly string[]

beforeAll(async () => {
  server = await startServer(options)
  operator = await signInOperator(server.url)
  const made: string[] = []
  for (let count = 0; count < zones; count++)
    made.push(await operator.createZone({ module: 'garden', config: { grows: false, stones: 1 } }))
  zoneIds = made
})
afterAll(() => server?.stop())

async function enter(zoneId: string): Promise<TestClient> {
  const client = await connect(server.url, (await operator.guest('somebody')).token)
  await client.watch(zoneId)
  return client
}

function untilZones(expected: { loaded: number; active: number }): Promise<void> {
  const asExpected = async () =>
    expect((await operator.health()).zones).toMatchObject({ open: zones, paused: 0, finished: 0, ...expected })
  return vi.waitFor(asExpected, { timeout: 60_000, interval: 20 })
}

/** How often an alarm woke the zone. Read from the database: asking the server would load the zone. */
async function woken(zoneId: string): Promise<number> {
  return Number((await readStoredZone(server.databasePath, zoneId)).extras.woken)
}

test('[ACT-1] of many stored zones only those in use are loaded and step', async () => {
  await untilZones({ loaded: 0, active: 0 })
  const clients = await Promise.all(zoneIds.slice(0, 3).map(enter))
  await untilZones({ loaded: 3, active: 3 })
  expect(await operator.metric('gridtick_zones_loaded')).toBe(3)
  expect(await operator.metric('gridtick_zones{status="open"}')).toBe(zones)
  for (const client of clients) await client.close()
})

test('[ACT-3] a zone that nobody needs is unloaded after idleLingerMs; what it held is stored, and it comes back', async () => {
  const [zoneId = ''] = zoneIds
  const client = await enter(zoneId)
  await client.intent(zoneId, { type: 'plant', note: 'kept' })
  const before = await readStoredZone(server.databasePath, zoneId)
  await client.close()
  await untilZones({ loaded: 0, active: 0 })
  const after = await readStoredZone(server.databasePath, zoneId)
  expect(after.entities).toEqual(before.entities)
  const again = await enter(zoneId)
  expect(again.views(zoneId)[0]?.entities.size).toBe(before.entities.length)
  await again.close()
})

test('[ACT-4] an intent by REST wakes its zone, which rests again when the queue is empty', async () => {
  const [, zoneId = ''] = zoneIds
  const player = await operator.guest('by REST')
  const client = await connect(server.url, player.token)
  await client.watch(zoneId)
  await client.close()
  await untilZones({ loaded: 0, active: 0 })
  const asPlayer = await signInOperator(server.url, player.token)
  const body = { type: 'plant', payload: { note: 'unseen' } }
  const result = await asPlayer.rest('POST', `/v1/zones/${zoneId}/intents?wait=true`, body)
  expect(result).toMatchObject({ outcome: 'applied' })
  expect(JSON.stringify(await readStoredZone(server.databasePath, zoneId))).toContain('unseen')
  await untilZones({ loaded: 0, active: 0 })
})

test('[ACT-5] wakeAt runs a zone with nobody there, once', async () => {
  const [, , zoneId = ''] = zoneIds
  const client = await enter(zoneId)
  await client.intent(zoneId, { type: 'alarm', afterMs: 4_000 })
  await client.close()
  await untilZones({ loaded: 0, active: 0 })
  // By now it may have come, on a slow machine: it has woken the zone, or is still waiting.
  const { extras, wakeAt } = await readStoredZone(server.databasePath, zoneId)
  expect(extras.woken).toBe(wakeAt === null ? 1 : 0)
  await vi.waitFor(async () => expect(await woken(zoneId)).toBe(1), { timeout: 60_000 })
  expect((await readStoredZone(server.databasePath, zoneId)).wakeAt).toBeNull()
  await untilZones({ loaded: 0, active: 0 })
  expect(await woken(zoneId)).toBe(1)
})

test('[ACT-5] a wake time that passed while the server was down is due at the next start; one to come is kept', async () => {
  const [, , , past = '', later = '', paused = ''] = zoneIds
  const afterMs = 10 * 60_000
  for (const zoneId of [later, paused]) {
    const client = await enter(zoneId)
    await client.intent(zoneId, { type: 'alarm', afterMs })
    await client.close()
  }
  await operator.rest('POST', `/v1/zones/${paused}/pause`, {})
  // The one who stays is lost with the server, and the module hears of it after the restart.
  const stayed = await enter(past)
  await stayed.intent(past, { type: 'alarm', afterMs })
  server.signal('SIGKILL')
  await server.exited
  // Ten minutes later, as two of them see it.
  for (const zoneId of [past, paused]) await setAlarmBack(server.databasePath, zoneId, afterMs)
  server = await startServer({ ...options, folder: server.folder })
  operator = await signInOperator(server.url)

  await vi.waitFor(async () => expect(await woken(past)).toBe(1), { timeout: 60_000 })
  const presence = async () => (await readStoredZone(server.databasePath, past)).state.presence
  await vi.waitFor(async () => expect(await presence()).toEqual(['somebody joined', 'somebody disconnected']), {
    timeout: 60_000,
  })
  const resting = async () => expect((await operator.health()).zones).toMatchObject({ loaded: 0, paused: 1 })
  await vi.waitFor(resting, { timeout: 60_000 })
  expect(await woken(paused)).toBe(0)
  expect(await woken(later)).toBe(0)
  expect((await readStoredZone(server.databasePath, later)).wakeAt).toBeGreaterThan(Date.now())
  await operator.resume(paused)
  await vi.waitFor(async () => expect(await woken(paused)).toBe(1), { timeout: 60_000 })
})
