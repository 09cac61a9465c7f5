import { parseRecording, replayRecording } from '@gridtick/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createCrowd } from './crowd.ts'
import { rubbish } from './modules/garbage.ts'
import { garden } from './modules/garden.ts'
import { leaks } from './modules/leaker.ts'
import { call, type Operator, signInOperator } from './operator.ts'
import { type RunningServer, startServer } from './server-process.ts'
import { readStoredZone } from './stored-zone.ts'

/** A server whose modules are files outside of the project, and wrong in every way, beside one that is well. */
let server: RunningServer
let operator: Operator
const crowd = createCrowd()
const enter = (zoneId: string, name: string) => crowd.enter(operator, zoneId, name)

beforeAll(async () => {
  server = await startServer({
    modules: ['garden.ts', 'thrower.ts', 'garbage.ts', 'leaker.ts'],
    limits: { handshakesPerAddressPerSecond: 1_000, messagesPerSecond: 1_000 },
  })
  operator = await signInOperator(server.url)
})
afterEach(() => crowd.sendHome())
afterAll(() => server?.stop())

function asPlayer(token: string, path: string) {
  return call(server.url, { path, token })
}

async function failures(module: string): Promise<number> {
  return operator.metric(`gridtick_step_failures_total{module="${module}",kind="module"}`)
}

describe('a module that throws', () => {
  test('[FAIL-2] an intent on which it throws is refused, rolled back, and the zone goes on', async () => {
    const zoneId = await operator.createZone({ module: 'thrower' })
    const ann = await enter(zoneId, 'ann')
    const bob = await enter(zoneId, 'bob')
    const before = await readStoredZone(server.databasePath, zoneId)
    const results = await Promise.all([
      ann.client.intent(zoneId, { type: 'glow' }),
      ann.client.intent(zoneId, { type: 'trip' }, { seq: 1 }),
      bob.client.intent(zoneId, { type: 'glow' }),
    ])
    expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'refused', 'applied'])
    expect(results[1]).toMatchObject({ code: 'intent_failed', retryable: false })
    const after = await readStoredZone(server.databasePath, zoneId)
    expect(after.entities).toHaveLength(before.entities.length + 2)
    expect(after.status).toBe('open')
    const again = await ann.client.intent(zoneId, { type: 'trip' }, { seq: 1 })
    expect(again).toMatchObject({ code: 'intent_failed', duplicate: true })
    for (const { client } of [ann, bob]) expect(client.texts.join('')).not.toContain('canary')
    await vi.waitFor(() => expect(server.stderr).toContain('canary-text tripped'), { timeout: 10_000 })
  })

  test('[FAIL-3] failing by itself it is paused after three tries, beside a zone that ticks on; resumed it goes on', async () => {
    // Slow enough that an intent after the resume comes before the third failure.
    const zoneId = await operator.createZone({ module: 'thrower', everyMs: 300 })
    const wellId = await operator.createZone({ module: 'garden' })
    const ann = await enter(zoneId, 'ann')
    const bob = await enter(wellId, 'bob')
    const failedBefore = await failures('thrower')
    await operator.debugIntent(zoneId, { type: 'ignite', payload: {} })
    const burning = await readStoredZone(server.databasePath, zoneId)
    const from = bob.client.messages.length
    await ann.client.next('zone_status', ({ status, code }) => status === 'paused' && code === 'internal')

    // Paused with its error, which only the operator reads; nothing of the failed ticks is stored.
    expect(await readStoredZone(server.databasePath, zoneId)).toEqual({ ...burning, status: 'paused' })
    const zone = await operator.zone(zoneId)
    expect(zone).toMatchObject({ status: 'paused', error: expect.stringContaining('canary-text everything burns') })
    expect(zone.error).toContain('thrower')
    const seen = await asPlayer(ann.token, `/v1/zones/${zoneId}`)
    expect(seen.body).toMatchObject({ status: 'paused' })
    expect(seen.body).not.toHaveProperty('error')
    expect((await operator.health()).zones.paused).toBe(1)
    expect(await operator.metric('gridtick_zones{status="paused"}')).toBe(1)
    expect(await failures('thrower')).toBe(failedBefore + 3)
    expect(await ann.client.intent(zoneId, { type: 'glow' })).toMatchObject({ code: 'zone_paused', retryable: true })
    expect(ann.client.texts.join('')).not.toContain('canary')

    // The other zone ticked on; how many beats a busy machine misses is its own affair.
    const frames = bob.client.messages.slice(from).filter(({ type }) => type === 'tick')
    expect(frames.length).toBeGreaterThan(10)

    expect(await operator.resume(zoneId)).toMatchObject({ status: 'open', error: null })
    await operator.debugIntent(zoneId, { type: 'douse', payload: {} })
    await ann.client.next('zone_status', ({ status }) => status === 'open')
    expect(await ann.client.intent(zoneId, { type: 'glow' })).toMatchObject({ outcome: 'applied' })
    expect((await operator.health()).zones.paused).toBe(0)
  })
})

describe('a module that returns garbage', () => {
  test('[FAIL-1] each kind of it is refused as a whole, and the zone goes on', async () => {
    const zoneId = await operator.createZone({ module: 'garbage' })
    const { client } = await enter(zoneId, 'ann')
    const before = await readStoredZone(server.databasePath, zoneId)
    for (const what of Object.keys(rubbish)) {
      const result = await client.intent(zoneId, { type: 'drop', what })
      expect({ what, code: result.code }).toEqual({ what, code: 'intent_failed' })
    }
    const after = await readStoredZone(server.databasePath, zoneId)
    expect(after).toEqual({ ...before, tick: after.tick, at: after.at })
    expect(await client.intent(zoneId, { type: 'drop', what: 'nothing' })).toMatchObject({ outcome: 'applied' })
  })

  test('[FAIL-3] returning it in each tick pauses the zone, with a text that says what and where', async () => {
    const zoneId = await operator.createZone({ module: 'garbage' })
    const { client } = await enter(zoneId, 'ann')
    await operator.debugIntent(zoneId, { type: 'rot', payload: { what: 'notANumber' } })
    await client.next('zone_status', ({ status }) => status === 'paused')
    const { error } = await operator.zone(zoneId)
    for (const part of ['garbage', zoneId, 'size']) expect(error).toContain(part)
  })
})

describe('a module that leaks', () => {
  test.for(Object.keys(leaks))('[FAIL-6] a view made of %s is none: view_unavailable, and no data', async (how) => {
    const zoneId = await operator.createZone({ module: 'leaker' })
    const ann = await enter(zoneId, 'ann')
    const bob = await enter(zoneId, 'bob')
    expect(await ann.client.intent(zoneId, { type: 'leak', how })).toMatchObject({ outcome: 'applied' })
    await ann.client.next('view_unavailable')

    const state = await asPlayer(ann.token, `/v1/zones/${zoneId}/state`)
    expect(state.status).toBe(500)
    expect(JSON.stringify(state.body) + ann.client.texts.join('')).not.toMatch(/canary|"vault"/)
    expect(bob.client.messages.some(({ type }) => type === 'view_unavailable')).toBe(false)
    expect(await bob.client.intent(zoneId, { type: 'leak', how: 'not at all' })).toMatchObject({ outcome: 'applied' })
    expect(await operator.zone(zoneId)).toMatchObject({ status: 'open', error: null })
  })

  test('[FAIL-6] five failed views in a row close that connection, and no other', async () => {
    const zoneId = await operator.createZone({ module: 'leaker' })
    const ann = await enter(zoneId, 'ann')
    const bob = await enter(zoneId, 'bob')
    await ann.client.intent(zoneId, { type: 'leak', how: 'copies' })
    for (let turn = 0; turn < 4; turn++) await bob.client.intent(zoneId, { type: 'turn' })
    expect(await ann.client.closed).toMatchObject({ code: 1011 })
    expect(ann.client.messages.filter(({ type }) => type === 'view_unavailable')).toHaveLength(1)
    expect(await bob.client.intent(zoneId, { type: 'turn' })).toMatchObject({ outcome: 'applied' })
    expect(ann.client.texts.join('')).not.toContain('canary')
  })
})

describe('bad zones among good ones', () => {
  const ticks = 30
  const seeds = ['one', 'two', 'three', 'four']

  /** Some gardens grow for so many ticks, and are recorded, while somebody watches each. */
  async function runGardens() {
    return Promise.all(
      seeds.map(async (seed) => {
        const { id: zoneId } = await operator.rest('POST', '/v1/zones', { module: 'garden', seed, record: true })
        const { client } = await enter(zoneId, 'watcher')
        await vi.waitFor(() => expect(client.views(zoneId).length).toBeGreaterThan(ticks), { timeout: 30_000 })
        const page = await operator.rest('GET', `/v1/zones/${zoneId}/recording?fromTick=0&limit=2000`)
        return {
          recording: parseRecording({
            format: page.format,
            version: page.version,
            snapshots: page.snapshots,
            ticks: page.ticks,
          }),
          views: client.views(zoneId),
        }
      }),
    )
  }

  test('[FAIL-1] with zones beside them that fail in every way, the others are as without them, to the last bit', async () => {
    const failedBefore = (await failures('thrower')) + (await failures('garbage'))
    const bad = await Promise.all(
      ['thrower', 'garbage', 'garbage'].map((module) => operator.createZone({ module, everyMs: 40 })),
    )
    const [burning = '', rotten = '', dropping = ''] = bad
    await enter(burning, 'bad')
    await enter(rotten, 'bad')
    const { client } = await enter(dropping, 'bad')
    const gardens = runGardens()
    await operator.debugIntent(burning, { type: 'ignite', payload: {} })
    await operator.debugIntent(rotten, { type: 'rot', payload: { what: 'promise' } })
    for (const what of Object.keys(rubbish)) await client.intent(dropping, { type: 'drop', what })
    // Run again alone, each gives the same state after every tick; and every tick was shown.
    for (const { recording, views } of await gardens) {
      const result = await replayRecording({ module: garden, recording })
      expect(result).toMatchObject({ ok: true, ticks: recording.ticks.length })
      const shown = new Set(views.map(({ tick }) => tick))
      expect(recording.ticks.filter(({ tick }) => tick <= Math.max(...shown) && !shown.has(tick))).toEqual([])
    }
    await vi.waitFor(async () => expect((await operator.zone(rotten)).status).toBe('paused'), { timeout: 10_000 })
    expect((await failures('thrower')) + (await failures('garbage'))).toBeGreaterThan(failedBefore + 20)
  })
})
