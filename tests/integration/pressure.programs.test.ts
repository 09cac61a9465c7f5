import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { ClientView, WireEntity } from '../../framework/protocol/src/apply-frame.ts'
import { createCrowd } from './crowd.ts'
import { call, type Operator, signInOperator } from './operator.ts'
import { type RunningServer, startServer } from './server-process.ts'
import type { TestClient } from './test-client.ts'

/** One server whose patience is short, and clients who send too much or take too little. */
let server: RunningServer
let operator: Operator
const crowd = createCrowd()
const enter = (zoneId: string, name: string, mode: 'full' | 'delta' = 'delta') =>
  crowd.enter(operator, zoneId, name, mode)

const limits = { rateLimitedMs: 1_000, congestedMs: 1_000, subscriptionsPerConnectionMax: 2 }

beforeAll(async () => {
  server = await startServer({ modules: ['garden.ts'], limits })
  operator = await signInOperator(server.url)
})
afterEach(() => crowd.sendHome())
afterAll(() => server?.stop())

/**
 * Each step of a garden has events that all hear: had a frame of this reader been skipped, a later one would say so. A
 * beat that the machine has missed is no step.
 */
function expectEveryStep(client: TestClient, zoneId: string): void {
  const frames = client.messages.filter((message) => message.type === 'tick' && message.zoneId === zoneId)
  expect(frames.length).toBeGreaterThan(10)
  expect(frames.filter((frame) => 'eventsDropped' in frame)).toEqual([])
  const ticks = client.views(zoneId).map(({ tick }) => tick)
  expect(ticks).toEqual([...new Set(ticks)].sort((one, other) => one - other))
}

test('[SEC-5] a flooder is rate_limited and then closed 4429; another player misses no frame', async () => {
  const zoneId = await operator.createZone({ module: 'garden' })
  const { client } = await enter(zoneId, 'patient')
  const { client: flooder } = await enter(zoneId, 'flooder')
  let isOver = false
  const closed = flooder.closed.finally(() => {
    isOver = true
  })
  let sent = 0
  const flood = () => {
    for (let count = 0; count < 20 && !isOver; count++)
      flooder.send({ type: 'intent', zoneId, ref: String(sent++), intent: { type: 'plant', note: 'flood' } })
    if (!isOver) setTimeout(flood, 5)
  }
  flood()
  const limited = await flooder.next('error', ({ code }) => code === 'rate_limited')
  expect(limited).toMatchObject({ retryable: true, retryAfterMs: expect.any(Number) })
  expect(await closed).toMatchObject({ code: 4429 })
  expect(await client.intent(zoneId, { type: 'plant', note: 'in peace' })).toMatchObject({ outcome: 'applied' })
  expectEveryStep(client, zoneId)

  // Of what was let in, each has one answer, and no more was let in than the rate allows.
  const received = flooder.messages.filter(({ type }) => type === 'intent_received')
  const results = flooder.messages.flatMap((message) => (message.type === 'intent_result' ? [message.ref] : []))
  expect(new Set(results).size).toBe(results.length)
  expect(received.length).toBeLessThan(40 + 20 * 10)
  expect(sent).toBeGreaterThan(2 * received.length)
})

test('[LIM-8] a reader that stops is skipped, then cut off, at a bounded cost; others miss nothing', async () => {
  // Each full frame has about 180 kB: the network's own buffers, some MB, are full within a second or two.
  const zoneId = await operator.createZone({ module: 'garden', config: { stone: 60_000, stones: 3 } })
  const { client } = await enter(zoneId, 'quick')
  const { client: stalled } = await enter(zoneId, 'stalled', 'full')
  const memoryBefore = await operator.metric('process_resident_memory_bytes')
  const skippedBefore = await operator.metric('gridtick_frames_skipped_total')
  stalled.stall()
  let memoryMax = 0
  const congested = async () => {
    memoryMax = Math.max(memoryMax, await operator.metric('process_resident_memory_bytes'))
    expect(await operator.metric('gridtick_connections_congested')).toBe(1)
  }
  await vi.waitFor(congested, { timeout: 15_000, interval: 50 })
  const gone = async () => {
    memoryMax = Math.max(memoryMax, await operator.metric('process_resident_memory_bytes'))
    expect((await operator.zone(zoneId)).players).toEqual({ members: 2, connected: 1 })
  }
  await vi.waitFor(gone, { timeout: 15_000, interval: 50 })
  expect(await operator.metric('gridtick_frames_skipped_total')).toBeGreaterThan(skippedBefore + 5)
  expect(await operator.metric('gridtick_connections_congested')).toBe(0)
  expect(memoryMax - memoryBefore).toBeLessThan(64 * 1_048_576)
  const { tick } = await client.next('tick', undefined, { from: client.messages.length })
  await client.viewAt(zoneId, tick + 3)
  expectEveryStep(client, zoneId)

  // Cut off, not closed: no close frame would have reached it.
  stalled.socket.resume()
  expect(await stalled.closed).toMatchObject({ code: 1006 })
})

test('[CONN-4] a reader that was slow and comes back is shown where things stand, and that it missed events', async () => {
  const zoneId = await operator.createZone({ module: 'garden', config: { stone: 60_000, stones: 3 } })
  const lightId = await operator.createZone({ module: 'garden' })
  const { client } = await enter(lightId, 'quick')
  const { client: slow } = await enter(zoneId, 'slow', 'full')
  await slow.watch(lightId, 'delta')
  const skippedBefore = await operator.metric('gridtick_frames_skipped_total')
  slow.stall()
  const isSkipped = async () =>
    expect(await operator.metric('gridtick_frames_skipped_total')).toBeGreaterThan(skippedBefore + 2)
  await vi.waitFor(isSkipped, { timeout: 15_000, interval: 20 })
  slow.socket.resume()
  // A delta frame that does not follow the one before would be noticed by the client.
  const bridging = await slow.next('tick', ({ zoneId, eventsDropped }) => zoneId === lightId && eventsDropped === true)
  if (!bridging.full) expect(bridging.tick).toBeGreaterThan(bridging.prev + 1)
  await slow.next('tick', (frame) => frame.zoneId === zoneId && frame.eventsDropped === true)
  expect(wild(await slow.viewAt(lightId, bridging.tick))).toEqual(wild(await client.viewAt(lightId, bridging.tick)))
  const next = await slow.next('tick', (frame) => frame.zoneId === lightId && frame.tick > bridging.tick)
  expect(next).toMatchObject({ full: false, prev: bridging.tick })
  expect(next).not.toHaveProperty('eventsDropped')
  expectEveryStep(client, lightId)
})

/** What of a garden all see alike: the flowers that nobody owns. */
function wild(view: ClientView | undefined): readonly WireEntity[] {
  const flowers = [...(view?.entities.values() ?? [])].filter(
    ({ ownerId, kind }) => ownerId === null && kind === 'flower',
  )
  expect(flowers).not.toEqual([])
  return flowers.sort((one, other) => (one.id < other.id ? -1 : 1))
}

test('[OBS-1] the metrics count each frame once', async () => {
  const zoneId = await operator.createZone({ module: 'garden', config: { grows: false } })
  const { client } = await enter(zoneId, 'ann')
  const count = async () => ({
    frames: await operator.metric('gridtick_frames_total'),
    bytes: await operator.metric('gridtick_frame_bytes_total'),
  })
  const before = await count()
  const from = client.texts.length
  for (let turn = 0; turn < 5; turn++) await client.intent(zoneId, { type: 'plant', note: 'ü' })
  client.send({ type: 'ping' })
  await client.next('pong')
  const after = await count()
  const told = client.texts.slice(from)
  expect(after.frames - before.frames).toBe(told.length)
  expect(after.bytes - before.bytes).toBe(Buffer.byteLength(told.join('')))
})

test('[LIM-2] a connection that watches as many zones as it may is refused one more, and may again after leaving one', async () => {
  const [first = '', second = '', third = ''] = await Promise.all(
    [1, 2, 3].map(() => operator.createZone({ module: 'garden', config: { grows: false } })),
  )
  const { client } = await enter(first, 'ann')
  await client.watch(second)
  client.send({ type: 'subscribe', zoneId: third, ref: 'one too many' })
  expect(await client.next('error')).toMatchObject({ code: 'conflict', ref: 'one too many' })
  client.send({ type: 'leave', zoneId: first, ref: 'leave' })
  expect(await client.next('unsubscribed')).toMatchObject({ ref: 'leave', reason: 'left' })
  await client.watch(third)
})

test('[LIM-7] REST writes beyond the rate are 429 with Retry-After, for that player alone', async () => {
  const [hasty, calm] = [await operator.guest('hasty'), await operator.guest('calm')]
  const refresh = (token: string) => call(server.url, { path: '/v1/auth/refresh', token, body: {} })
  const answers = await Promise.all(Array.from({ length: 61 }, () => refresh(hasty.token)))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(1)
  expect(refused[0]?.body).toMatchObject({ code: 'rate_limited', retryable: true })
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await refresh(calm.token)).status).toBe(200)
})
