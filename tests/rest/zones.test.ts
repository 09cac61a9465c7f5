import { expect, test, vi } from 'vitest'
import { zone } from './fake-host.ts'
import { createRestWorld } from './rest-world.ts'

const step = { type: 'step', payload: { dx: 1 } }

test('[FOG-1] of a zone each role is told its own part', async () => {
  const { ask, people } = await createRestWorld()
  const common = ['createdAt', 'everyMs', 'id', 'module', 'moduleVersion', 'name', 'players', 'status']
  const keys = async (token: string) => Object.keys((await ask('GET', '/v1/zones/z1', { token })).json).sort()
  expect(await keys(people.player.token)).toEqual(common)
  expect(await keys(people.member.token)).toEqual([...common, 'tick'].sort())
  expect(await keys(people.debug.token)).toEqual(
    [...common, 'error', 'record', 'recordedTicks', 'result', 'tick'].sort(),
  )
  const { json } = await ask('GET', '/v1/zones', { token: people.member.token })
  expect(Object.keys(json.zones[0]).sort()).toEqual(common)
  expect(json.zones[0].createdAt).toBe('1970-01-01T00:00:00.000Z')
})

test('[REST] the debug role looks as a member or at everything; a stranger cannot be looked as', async () => {
  const { ask, people, host } = await createRestWorld()
  const { token } = people.debug
  expect((await ask('GET', '/v1/zones/z1/state', { token })).json.detail).toContain('?full=true')
  expect((await ask('GET', '/v1/zones/z1/state?full=true', { token })).json.state).toEqual({ secret: 1 })
  expect((await ask('GET', `/v1/zones/z1/state?as=${people.player.playerId}`, { token })).status).toBe(404)
  expect((await ask('GET', '/v1/zones/z9/state', { token: people.member.token })).status).toBe(404)
  const as = people.member.playerId
  await ask('GET', '/v1/zones/z1/state', { token: people.member.token })
  expect(host.calls.at(-1)).toEqual({ name: 'readState', argument: { zoneId: 'z1', as } })
  const looked = await ask('GET', `/v1/zones/z1/state?as=${as}`, { token })
  expect(host.calls.at(-1)).toEqual({ name: 'readState', argument: { zoneId: 'z1', as, withCells: true } })
  expect(looked.json.seenCells).toEqual([{ y: 1, left: 0, right: 3 }])
})

test('[REST] an intent is sent as who one is; a debug intent for a member, never for a stranger', async () => {
  const { ask, people, host } = await createRestWorld()
  await ask('POST', '/v1/zones/z1/intents', { token: people.member.token, body: { ...step, seq: 3 } })
  const { playerId, displayName } = people.member
  const player = { playerId, displayName, role: 'player' }
  expect(host.calls.at(-1)?.argument).toEqual({ zoneId: 'z1', player, type: 'step', payload: { dx: 1 }, seq: 3 })
  const asMember = { token: people.debug.token, body: { ...step, as: playerId } }
  expect((await ask('POST', '/v1/zones/z1/debug-intents', asMember)).status).toBe(202)
  expect(host.calls.at(-1)?.argument).toMatchObject({ player: { playerId, role: 'debug' }, isDebug: true })
  const asStranger = { token: people.debug.token, body: { ...step, as: people.player.playerId } }
  expect((await ask('POST', '/v1/zones/z1/debug-intents', asStranger)).status).toBe(404)
  const smuggled = { token: people.member.token, body: { ...step, as: playerId, isDebug: true } }
  expect((await ask('POST', '/v1/zones/z1/intents', smuggled)).status).toBe(422)
})

test('[REST] wait=true answers with what became of the intent, or 202 after intentWaitMs or beyond intentWaitersMax', async () => {
  const { ask, people, host, clock, limits } = await createRestWorld({ limits: { intentWaitersMax: 1 } })
  const send = () => ask('POST', '/v1/zones/z1/intents?wait=true', { token: people.member.token, body: step })
  host.settled = { intentId: 'i1', outcome: 'refused', tick: 8, code: 'zone_paused', message: 'no' }
  const refused = await send()
  expect([refused.status, refused.json]).toEqual([
    200,
    { zoneId: 'z1', intentId: 'i1', outcome: 'refused', tick: 8, code: 'zone_paused', message: 'no', retryable: true },
  ])

  host.settled = undefined
  const before = host.calls.length
  let isAnswered = false
  const waiting = send().finally(() => {
    isAnswered = true
  })
  await vi.waitUntil(() => host.calls.length > before)
  const second = await send()
  expect([second.status, second.json]).toEqual([202, { intentId: 'i1' }])
  clock.advance(limits.intentWaitMs - 1)
  expect(isAnswered).toBe(false)
  clock.advance(1)
  expect((await waiting).status).toBe(202)
})

test('[REST] the log goes on from nextSeq, and outlives its zone', async () => {
  const { ask, people, host } = await createRestWorld()
  const row = { at: 0, zoneId: 'z1', tick: 1, playerId: 'a', connectionId: null, type: 'step', payload: {}, code: null }
  for (const seq of [4, 5, 6]) host.log.push({ ...row, seq, result: 'applied' })
  const read = (query: string) => ask('GET', `/v1/zones/z1/log?${query}`, { token: people.debug.token })
  const first = (await read('limit=2')).json
  expect([first.entries.map((one: { seq: number }) => one.seq), first.nextSeq]).toEqual([[4, 5], 6])
  expect(first.entries[0].at).toBe('1970-01-01T00:00:00.000Z')
  const second = (await read(`fromSeq=${first.nextSeq}`)).json
  expect([second.entries.map((one: { seq: number }) => one.seq), second.nextSeq]).toEqual([[6], 7])
  const end = (await read('fromEnd=true&limit=2')).json
  expect([end.entries.map((one: { seq: number }) => one.seq), end.nextSeq]).toEqual([[5, 6], 7])
  expect((await read('fromEnd=true&beforeSeq=5&result=applied')).json.entries).toHaveLength(1)
  expect((await read('result=lost')).json.errors[0].pointer).toBe('/result')
  host.zones.clear()
  expect((await read('fromSeq=7')).json).toEqual({ entries: [], nextSeq: 7 })
  host.log.length = 0
  expect((await read('')).status).toBe(404)
})

test('[LOG-2] a zone is created recorded, switched and renamed; nothing else of it can be changed', async () => {
  const { ask, people, host } = await createRestWorld()
  const { token } = people.debug
  await ask('POST', '/v1/zones', { token, body: { module: 'board', record: true } })
  expect(host.calls.at(-1)).toEqual({ name: 'createZone', argument: { module: 'board', record: true } })
  const patch = (body: object) => ask('PATCH', '/v1/zones/z1', { token, body })
  expect((await patch({ record: true, name: 'other' })).json).toMatchObject({ name: 'other', record: true })
  expect((await patch({})).status).toBe(200)
  for (const body of [{ record: 1 }, { name: '' }, { name: 'x'.repeat(65) }, { seed: 'x' }, { status: 'open' }])
    expect((await patch(body)).json.code, JSON.stringify(body)).toBe('invalid')
  expect((await ask('PATCH', '/v1/zones/z9', { token, body: {} })).status).toBe(404)
})

test('[LOG-2] a recording is read page by page, as it is stored', async () => {
  const { ask, people, host } = await createRestWorld({
    limits: { recordingPageTicksMax: 50, recordingPageBytesMax: 99 },
  })
  const { token } = people.debug
  host.recording = { snapshots: ['{"tick":3}'], ticks: ['{"tick":4}', '{"tick":6}'], nextTick: 7 }
  const read = (query = '') => ask('GET', `/v1/zones/z1/recording${query}`, { token })
  const page = await read()
  expect(page.headers.get('content-type')).toBe('application/json')
  expect(page.json).toEqual({
    format: 'gridtick-recording',
    version: 1,
    snapshots: [{ tick: 3 }],
    ticks: [{ tick: 4 }, { tick: 6 }],
    nextTick: 7,
  })
  expect(host.calls.at(-1)?.argument).toEqual({ zoneId: 'z1', fromTick: 0, ticksMax: 50, bytesMax: 99 })
  await read('?fromTick=7&limit=5')
  expect(host.calls.at(-1)?.argument).toMatchObject({ fromTick: 7, ticksMax: 5 })
  for (const query of ['?limit=51', '?limit=0', '?fromTick=-1', '?x=1'])
    expect((await read(query)).json.code, query).toBe('invalid')
  expect((await ask('GET', '/v1/zones/z9/recording', { token })).status).toBe(404)
})

test('[ZONE-7] [LIM-1] a paused zone is stepped by one tick, or as many as the limit allows', async () => {
  const { ask, people, host } = await createRestWorld({ limits: { stepTicksMax: 5 } })
  const { token } = people.debug
  const step = (body?: object) => ask('POST', '/v1/zones/z1/step', { token, ...(body === undefined ? {} : { body }) })
  expect((await step()).json).toMatchObject({ ticks: 1, error: null, zone: { id: 'z1', recordedTicks: 0 } })
  expect((await step({ ticks: 5 })).json.ticks).toBe(5)
  for (const ticks of [0, 6, 1.5, '1']) expect((await step({ ticks })).json.errors[0].pointer).toBe('/ticks')
  expect(host.calls.filter(({ name }) => name === 'stepZone')).toHaveLength(2)
})

test('[REST] the members of a zone are told to the debug role', async () => {
  const { ask, people } = await createRestWorld()
  const read = (path: string) => ask('GET', path, { token: people.debug.token })
  expect((await read('/v1/zones/z1/players')).json).toEqual({
    players: [{ playerId: people.member.playerId, displayName: 'Member', disconnectedAt: '1970-01-01T00:00:01.000Z' }],
  })
  expect((await read('/v1/zones/z9/players')).status).toBe(404)
})

test('[REST] [SHAPE-5] [SHAPE-6] modules are told with the JSON Schemas of what they take and tell', async () => {
  const { ask } = await createRestWorld()
  const [told] = (await ask('GET', '/v1/modules')).json.modules
  expect(told.configSchema.properties.width).toMatchObject({ type: 'integer', minimum: 4, default: 32 })
  expect(told.configSchema.required).toBeUndefined()
  expect(told.intentSchemas.step['x-debugOnly']).toBeUndefined()
  expect(told.intentSchemas.warp['x-debugOnly']).toBe(true)
  expect(told.intentSchemas.say).toMatchObject({ required: ['text'], 'x-rate': { perSecond: 1, burst: 5 } })
  expect(told.intentSchemas.step).not.toHaveProperty('x-rate')
  expect(told.querySchemas.count.additionalProperties).toBe(false)
  expect(told.answerSchemas).toMatchObject({ count: { type: 'integer' } })
  expect(told.viewSchemas).toMatchObject({ extras: { required: ['turn'] }, entities: { stone: { type: 'object' } } })
  expect(told.eventSchemas.over).toMatchObject({ type: 'object' })
  expect(told.refusals).toEqual({ taken: 'A stone is there.' })
})

test('[REST] a created zone says where it is, and an unknown module is not found', async () => {
  const { ask, people } = await createRestWorld()
  const { token } = people.debug
  const created = await ask('POST', '/v1/zones', { token, body: { module: 'board', name: 'north' } })
  expect(created.headers.get('location')).toBe(`/v1/zones/${created.json.id}`)
  expect((await ask('POST', '/v1/zones', { token, body: { module: 'chess' } })).json.code).toBe('not_found')
  const resumed = await ask('POST', '/v1/zones/z1/resume', { token, body: { discardIntents: true } })
  expect([resumed.status, resumed.json.status]).toEqual([200, zone({}).status])
})

test('[LINK-11] a request that waits for an intent hears when nobody will know what became of it', async () => {
  const { ask, people, host, settlements } = await createRestWorld()
  host.settled = undefined
  const before = host.calls.length
  const waiting = ask('POST', '/v1/zones/z1/intents?wait=true', { token: people.member.token, body: step })
  await vi.waitUntil(() => host.calls.length > before && settlements.waiting > 0)
  settlements.lose()
  const { status, json } = await waiting
  expect([status, json]).toMatchObject([503, { code: 'zone_unreachable', retryable: true }])
  expect(settlements.waiting).toBe(0)
})
