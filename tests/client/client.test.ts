import { build } from 'esbuild'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { backOffMs } from '../../framework/client/connection/back-off.ts'
import { createClient, defineBot, GridtickError, type IntentResult } from '../../framework/client/index.ts'
import { closeCodes } from '../../framework/protocol/socket-codes.ts'
import type { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { scriptedClient, settle, zoneId } from './scripted-server.ts'

const entity = (id: string, x = 0) => ({ id, kind: 'thing', x, y: 0, ownerId: null, data: { n: 1 } })
const delta = () => ({
  ...({ type: 'tick', zoneId, at: 2, full: false } as const),
  ...{ set: [], patch: [], remove: [], events: [] },
})
const codeOf = (result: IntentResult) => (result.outcome === 'refused' ? result.code : result.outcome)

afterEach(() => vi.restoreAllMocks())

describe('the way back', () => {
  test('[SDK-1] waits longer each time up to a bound, anywhere between nothing and that, on top of what was asked', () => {
    const range = (attempt: number, isPatient = false, atLeastMs = 0) =>
      [0, 0.999_999].map((drawn) => backOffMs({ attempt, atLeastMs, isPatient, random: () => drawn }))
    expect([1, 2, 3, 7, 1_000].map((attempt) => range(attempt))).toEqual([
      [0, 250],
      [0, 500],
      [0, 1_000],
      [0, 15_000],
      [0, 15_000],
    ])
    expect([range(1, true), range(9, true)]).toEqual([
      [0, 4_000],
      [0, 60_000],
    ])
    expect(range(1, false, 700)).toEqual([700, 950])
  })

  test('[SDK-1] says hello again, and tells how it stands', async () => {
    const world = scriptedClient({ name: 'test/1' })
    expect(world.client.status).toEqual({ phase: 'connecting' })
    const first = (await world.socket(0)).welcome()
    expect(first.heard).toEqual([{ type: 'hello', token: 'token', client: 'test/1' }])
    expect(world.client.welcome).toMatchObject({ playerId: 'ann', heartbeatMs: 10_000 })
    first.shut()
    expect(world.client.status).toMatchObject({ phase: 'reconnecting', attempt: 1, retryAtMs: world.clock.now() + 125 })
    world.clock.advance(124)
    await settle()
    expect(world.sockets).toHaveLength(1)
    world.clock.advance(1)
    ;(await world.socket(1)).welcome()
    expect(world.statuses.map(({ phase }) => phase)).toEqual(['connected', 'reconnecting', 'connected'])
  })

  test('[SDK-1] a server that goes says when to come back; one that has too much is given more time', async () => {
    const world = scriptedClient({ random: () => 0 })
    const first = (await world.socket(0)).welcome()
    first.say({ type: 'bye', reason: 'The server stops.', reconnectAfterMs: 3_000 })
    first.shut(closeCodes.serverStops)
    expect(world.client.status).toMatchObject({ retryAtMs: world.clock.now() + 3_000 })
    const second = await world.nextSocket()
    second.open()
    second.say({ type: 'error', code: 'rate_limited', message: 'Too often.', retryable: true, retryAfterMs: 40_000 })
    second.shut(closeCodes.rate)
    expect(world.client.status).toMatchObject({ retryAtMs: world.clock.now() + 40_000, reason: 'Too often.' })

    const patient = scriptedClient({ random: () => 0.999 })
    ;(await patient.socket(0)).shut(closeCodes.tooManyConnections)
    expect(patient.client.status).toMatchObject({ retryAtMs: patient.clock.now() + 3_996 })
  })

  test('[SDK-13] on request it tries at once, though not twice in a second, and a failure counts as any other', async () => {
    const world = scriptedClient({ random: () => 0.999 })
    world.client.retryNow()
    const first = (await world.socket(0)).welcome()
    world.client.retryNow()
    for (const attempt of [1, 2, 3, 4, 5]) {
      world.clock.advance(attempt === 1 ? 5_000 : 0)
      const socket = await world.socket(attempt - 1)
      socket.shut()
      expect(world.client.status).toMatchObject({ phase: 'reconnecting', attempt })
      await world.nextSocket()
    }
    expect(first.isClosed).toBe(true)

    // Of the 8 s that it would wait, none is left.
    ;(await world.socket(5)).shut()
    const { now, monotonic, advance } = world.clock
    expect(world.client.status).toMatchObject({ attempt: 6, retryAtMs: now() + 7_992 })
    advance(1_000)
    const [toldAt, triedAt] = [world.statuses.length, monotonic()]
    world.client.retryNow()
    expect(world.client.status).toMatchObject({ phase: 'reconnecting', attempt: 6, retryAtMs: now() })
    expect(world.statuses).toHaveLength(toldAt + 1)
    advance(0)
    ;(await world.socket(6)).shut()
    expect(world.client.status).toMatchObject({ attempt: 7, retryAtMs: now() + 14_985 })

    // Again and again: once a second.
    for (let asked = 0; asked < 50; asked++) {
      world.client.retryNow()
      advance(100)
      await settle()
      const [last] = world.sockets.slice(-1)
      if (last?.isClosed === false) last.shut()
    }
    expect(world.sockets).toHaveLength(7 + (monotonic() - triedAt) / 1_000)
    await world.client.close()
    world.client.retryNow()
    advance(100_000)
    await settle()
    expect(world.sockets).toHaveLength(12)
  })

  test('[SDK-13] what the server asked for is waited for, and one that has too much is not hurried', async () => {
    const world = scriptedClient({ random: () => 0.999 })
    const first = (await world.socket(0)).welcome()
    first.say({ type: 'bye', reason: 'The server stops.', reconnectAfterMs: 3_000 })
    first.shut(closeCodes.serverStops)
    expect(world.client.status).toMatchObject({ retryAtMs: world.clock.now() + 3_250 })
    world.client.retryNow()
    expect(world.client.status).toMatchObject({ retryAtMs: world.clock.now() + 3_000 })

    const patient = scriptedClient({ random: () => 0.999 })
    ;(await patient.socket(0)).shut(closeCodes.tooManyConnections)
    patient.client.retryNow()
    expect(patient.client.status).toMatchObject({ retryAtMs: patient.clock.now() + 3_996 })
  })

  test('[SDK-1] only a connection that lasted makes the next loss the first again', async () => {
    const world = scriptedClient({ random: () => 0 })
    for (const attempt of [1, 2, 3]) {
      ;(await world.socket(attempt - 1)).welcome().shut()
      expect(world.client.status).toMatchObject({ attempt })
      world.clock.advance(0)
    }
    const lasting = (await world.socket(3)).welcome()
    world.clock.advance(5_000)
    lasting.shut()
    expect(world.client.status).toMatchObject({ attempt: 1 })
  })

  test('[SDK-1] a server that never says welcome, and a token that cannot be had, are losses like others', async () => {
    const silent = scriptedClient()
    ;(await silent.socket(0)).open()
    silent.clock.advance(10_000)
    expect(silent.client.status).toMatchObject({ phase: 'reconnecting', reason: 'no welcome came' })
    const tokens = [Promise.reject(new Error('offline')), Promise.resolve('fresh')]
    const world = scriptedClient({ token: () => tokens.shift() ?? '' })
    await settle()
    expect(world.client.status).toMatchObject({ phase: 'reconnecting', reason: 'no token: offline' })
    const socket = await world.nextSocket()
    socket.open()
    expect(socket.last('hello').token).toBe('fresh')
  })
})

describe('the end', () => {
  test.each([
    ['superseded', closeCodes.superseded],
    ['unauthenticated', closeCodes.unauthenticated],
    ['protocol', closeCodes.badFrames],
    ['protocol', closeCodes.tooLarge],
  ])('[SDK-2] %s (%i): it does not come back, and what waits is told', async (reason, code) => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const sent = zone.send('act', {})
    const asked = zone.query('ask')
    const ended: object[] = []
    zone.on('ended', (end) => ended.push(end))
    socket.shut(code)
    expect(world.client.status).toMatchObject({ phase: 'closed', reason })
    for (const waits of [sent, asked, zone.send('act', {}), world.client.join('z2')])
      await expect(waits).rejects.toMatchObject({ name: 'GridtickError', code: 'closed' })
    expect(ended).toMatchObject([{ reason: 'closed' }])
    world.clock.advance(1_000_000)
    await settle()
    expect(world.sockets).toHaveLength(1)
  })

  test('[SDK-2] superseded counts as heard, even if the close that says the same is lost', async () => {
    const world = scriptedClient()
    const socket = (await world.socket(0)).welcome()
    socket.say({ type: 'superseded' })
    socket.shut(1006)
    expect(world.client.status).toMatchObject({ phase: 'closed', reason: 'superseded' })
  })

  test('[SDK-2] a token that has expired is replaced once by a fresh one; a second refusal is final', async () => {
    const token = vi.fn(() => `token-${token.mock.calls.length}`)
    const world = scriptedClient({ token })
    const first = (await world.socket(0)).welcome()
    first.shut(closeCodes.unauthenticated)
    const second = await world.socket(1)
    second.open()
    expect(second.last('hello').token).toBe('token-2')
    second.shut(closeCodes.unauthenticated)
    expect(world.client.status).toMatchObject({ phase: 'closed', reason: 'unauthenticated' })
    expect(token).toHaveBeenCalledTimes(2)
  })

  test('[SDK-2] close() ends it in any phase, and resolves when the socket is gone', async () => {
    const world = scriptedClient()
    await world.client.close()
    expect(world.client.status).toMatchObject({ phase: 'closed', reason: 'asked' })
    await settle()
    expect(world.sockets).toHaveLength(0)

    const other = scriptedClient()
    const { socket, zone } = await other.joined()
    const sent = zone.send('act', {})
    await Promise.all([other.client.close(), expect(sent).rejects.toMatchObject({ code: 'closed' })])
    expect(socket.isClosed).toBe(true)
    await other.client.close()

    const waiting = scriptedClient()
    ;(await waiting.socket(0)).shut()
    await waiting.client.close()
    waiting.clock.advance(100_000)
    await settle()
    expect(waiting.sockets).toHaveLength(1)
  })

  test('[SDK-7] silence is asked about, and too much of it is a loss', async () => {
    const world = scriptedClient()
    const socket = (await world.socket(0)).welcome()
    world.clock.advance(10_000)
    expect(socket.heard.map(({ type }) => type)).toEqual(['hello', 'ping'])
    socket.say({ type: 'pong' })
    world.clock.advance(20_000)
    expect(world.client.status.phase).toBe('connected')
    world.clock.advance(10_000)
    expect(world.client.status).toMatchObject({ phase: 'reconnecting', reason: 'nothing was heard' })
  })
})

describe('the view', () => {
  test('[SDK-3] join resolves with the first view, and ticks tell what changed', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ entities: [entity('a'), entity('b')] })
    expect([...zone.view.entities.keys()]).toEqual(['a', 'b'])
    expect(zone).toMatchObject({ id: zoneId, module: 'm', everyMs: 100, status: 'open', playerId: 'ann', pending: 0 })
    const told: unknown[] = []
    zone.on('event', (event) => told.push(event))
    zone.on('tick', ({ view, changed, eventsDropped, events }) =>
      told.push([view.tick, changed, eventsDropped, events.length]),
    )
    const events = [{ event: 'boom', payload: { by: 'b' } }]
    socket.say({ ...delta(), tick: 2, prev: 1, set: [entity('c')], patch: [['a', { x: 4 }]], remove: ['b'], events })
    expect(zone.view.entities.get('a')).toEqual(entity('a', 4))
    expect(told).toEqual([
      { event: 'boom', payload: { by: 'b' }, tick: 2 },
      [2, { set: ['c', 'a'], removed: ['b'] }, false, 1],
    ])
  })

  test('[SDK-3] a frame that does not follow is never applied: a whole view is asked for', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ entities: [entity('a')] })
    const sent = zone.send('act', {})
    socket.say({ ...delta(), tick: 9, prev: 8, remove: ['a'] })
    expect(zone.view.tick).toBe(1)
    expect(socket.heard.filter(({ type }) => type === 'subscribe')).toHaveLength(2)
    // What still comes of the subscription before means nothing.
    socket.say({ ...delta(), tick: 10, prev: 9 })
    expect(zone.view.tick).toBe(1)
    const told = vi.fn()
    zone.on('tick', told)
    const same = zone.view.entities.get('a')
    socket.showZone({ tick: 10, entities: [entity('a'), entity('b')] })
    expect(told).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ eventsDropped: true, changed: { set: ['b'], removed: [] } }),
    )
    expect(zone.view.entities.get('a')).toBe(same)
    // The intent is on its way as before: it neither goes out twice, nor is it lost.
    expect(socket.seqs).toEqual([1])
    socket.settle(1)
    expect(await sent).toMatchObject({ outcome: 'applied' })
  })

  test('[SDK-3] after a loss zones are subscribed again in their mode, and go on', async () => {
    const world = scriptedClient({ mode: 'full' })
    const { socket, zone } = await world.joined({ entities: [entity('a')] })
    const second = world.client.join('z2', { mode: 'delta' })
    socket.shut()
    const next = (await world.nextSocket()).welcome()
    expect(next.heard.slice(1).map((message) => ('mode' in message ? message.mode : message))).toEqual([
      'full',
      'delta',
    ])
    const { ref } = next.last('subscribe')
    next.say({ type: 'error', code: 'zone_full', message: 'Full.', retryable: false, ...(ref && { ref }) })
    await expect(second).rejects.toEqual(new GridtickError({ code: 'zone_full', message: 'Full.', retryable: false }))
    const firstRef = next.heard.flatMap((message) => (message.type === 'subscribe' ? [message.ref ?? ''] : []))[0] ?? ''
    next.say({
      type: 'subscribed',
      zoneId,
      ref: firstRef,
      module: 'm',
      tick: 7,
      everyMs: 100,
      mode: 'full',
      lastSeq: 0,
    })
    next.say({ type: 'tick', zoneId, tick: 7, at: 7, full: true, entities: [], events: [] })
    expect([zone.view.tick, zone.view.entities.size]).toEqual([7, 0])
  })

  test('[SDK-8] a listener that throws hurts neither the client nor other listeners', async () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => {})
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const after = vi.fn()
    const stop = zone.on('tick', () => {
      throw new Error('mine')
    })
    zone.on('tick', after)
    socket.say({ ...delta(), tick: 2, prev: 1 })
    stop()
    socket.say({ ...delta(), tick: 3, prev: 2 })
    expect(after).toHaveBeenCalledTimes(2)
    expect(report).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('"tick"'), new Error('mine'))
    expect(zone.view.tick).toBe(3)
  })
})

describe('intents', () => {
  test('[SDK-4] count on from what the server has settled, and settle by their own answers', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ lastSeq: 7 })
    const results = [zone.send('act', { n: 1 }), zone.send('act', { n: 2 })]
    expect(socket.intents.map(({ seq, intent }) => [seq, intent])).toEqual([
      [8, { type: 'act', n: 1 }],
      [9, { type: 'act', n: 2 }],
    ])
    expect(zone.pending).toBe(2)
    // One that REST sent for this player is none of ours, whatever its number.
    socket.say({ type: 'intent_result', zoneId, seq: 8, outcome: 'refused', code: 'no', message: 'No.', tick: 3 })
    socket.settle(9, { outcome: 'refused', code: 'no', message: 'No.', details: { why: 1 }, retryable: false })
    socket.settle(8)
    expect(await Promise.all(results)).toEqual([
      { outcome: 'applied', tick: 2 },
      { outcome: 'refused', code: 'no', message: 'No.', details: { why: 1 }, retryable: false, tick: 2 },
    ])
    expect(zone.pending).toBe(0)
  })

  test('[SDK-4] what has no result goes out again after a loss, in its order, under its numbers', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const results = [1, 2, 3].map((n) => zone.send('act', { n }))
    socket.settle(2)
    socket.shut()
    results.push(zone.send('act', { n: 4 }))
    const next = (await world.nextSocket()).welcome().showZone({ lastSeq: 2 })
    expect(next.intents.map(({ seq, intent }) => [seq, intent.n])).toEqual([
      [1, 1],
      [3, 3],
      [4, 4],
    ])
    next.settle(1, { duplicate: true, tick: 1 })
    next.settle(3)
    next.settle(4)
    expect((await Promise.all(results)).map((result) => [result.outcome, result.duplicate])).toEqual([
      ['applied', true],
      ['applied', undefined],
      ['applied', undefined],
      ['applied', undefined],
    ])
  })

  test('[SDK-4] a number that was overtaken or taken before is replaced, and the intent goes out once', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ lastSeq: 3 })
    const results = [zone.send('act', { n: 1 }), zone.send('act', { n: 2 })]
    // 4 was queued by a program before this one; 5 is below a number that the server knows.
    socket.settle(4, { duplicate: true })
    socket.settle(5, { outcome: 'refused', code: 'stale_seq', message: 'Higher.', retryable: false, tick: undefined })
    expect(socket.intents.slice(2).map(({ seq, intent }) => [seq, intent.n])).toEqual([
      [6, 1],
      [7, 2],
    ])
    // The same said twice replaces nothing twice.
    socket.say({
      type: 'intent_result',
      zoneId,
      seq: 5,
      ref: socket.intents[1]?.ref,
      outcome: 'refused',
      code: 'stale_seq',
    })
    expect(socket.intents).toHaveLength(4)
    socket.settle(6)
    socket.settle(7)
    expect((await Promise.all(results)).map(codeOf)).toEqual(['applied', 'applied'])
  })

  test('[SDK-4] a result that is lost for good is said to be, and nothing is sent twice', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const first = zone.send('act', {})
    socket.settle(1)
    await first
    const lost = zone.send('act', {})
    socket.shut()
    const fresh = zone.send('act', {})
    // The membership began anew: no number means what it meant.
    const next = (await world.nextSocket()).welcome().showZone({ lastSeq: 0 })
    expect(codeOf(await lost)).toBe('seq_too_old')
    expect(next.seqs).toEqual([1])
    next.settle(1)
    expect(codeOf(await fresh)).toBe('applied')

    const old = zone.send('act', {})
    next.settle(2, { outcome: 'refused', code: 'seq_too_old', message: 'Old.', retryable: false, tick: undefined })
    expect(codeOf(await old)).toBe('seq_too_old')
    // Another program of this player used the numbers meanwhile.
    const unsure = zone.send('act', {})
    next.shut()
    const last = (await world.nextSocket()).welcome().showZone({ lastSeq: 40 })
    expect(codeOf(await unsure)).toBe('seq_too_old')
    void zone.send('act', {}).catch(() => {})
    expect(last.seqs).toEqual([41])
    await world.client.close()
  })

  test('[SDK-4] in another membership nothing goes out that was out in the one before, and the rest begins anew', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ memberSince: 3, limits: { intentsPerPlayerMax: 2 } })
    // The first intents of a membership: the server has settled none when the connection is lost, and none of the next.
    const results = [1, 2, 3].map((n) => zone.send('act', { n }))
    socket.shut()
    const next = (await world.nextSocket()).welcome().showZone({ memberSince: 9 })
    expect((await Promise.all(results.slice(0, 2))).map(codeOf)).toEqual(['seq_too_old', 'seq_too_old'])
    expect(next.intents.map(({ seq, intent }) => [seq, intent.n])).toEqual([[1, 3]])
    next.settle(1)
    expect(await results[2]).toEqual({ outcome: 'applied', tick: 2 })

    const resent = zone.send('act', { n: 4 })
    next.shut()
    const same = (await world.nextSocket()).welcome().showZone({ memberSince: 9, lastSeq: 1 })
    expect(same.seqs).toEqual([2])
    same.shut()
    // Looking on, it is no member: that of before has ended.
    const onlooking = (await world.nextSocket()).welcome().showZone()
    expect(codeOf((await resent) as IntentResult)).toBe('seq_too_old')
    expect(onlooking.seqs).toEqual([])
  })

  test('[SDK-4] numbers go on above those that wait in the queue, which are of a program before', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ lastSeq: 4, queuedSeq: 6, memberSince: 3 })
    const own = zone.send('act', {})
    expect(socket.seqs).toEqual([7])
    socket.shut()
    // What waits now is its own.
    const next = (await world.nextSocket()).welcome().showZone({ lastSeq: 6, queuedSeq: 7, memberSince: 3 })
    expect(next.seqs).toEqual([7])
    next.shut()
    const last = (await world.nextSocket()).welcome().showZone({ lastSeq: 6, queuedSeq: 8, memberSince: 3 })
    expect(codeOf(await own)).toBe('seq_too_old')
    void zone.send('act', {}).catch(() => {})
    expect(last.seqs).toEqual([9])
    await world.client.close()
  })

  test('[SDK-4] removed while it asks again, it does not take a refusal at the door for what became of the first', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ memberSince: 3 })
    const unsure = zone.send('act', { n: 1 })
    socket.shut()
    const next = (await world.nextSocket()).welcome().showZone({ memberSince: 3 })
    const fresh = zone.send('act', { n: 2 })
    const known = zone.send('act', { n: 3 })
    expect(next.seqs).toEqual([1, 2, 3])
    next.say({ type: 'unsubscribed', zoneId, reason: 'removed' })
    const door = {
      outcome: 'refused',
      code: 'not_a_member',
      message: 'No.',
      retryable: false,
      tick: undefined,
    } as const
    next.settle(1, door)
    next.settle(2, door)
    next.settle(3, { ...door, intentId: 'i3', tick: 2 })
    expect((await Promise.all([unsure, fresh, known])).map(codeOf)).toEqual([
      'seq_too_old',
      'not_a_member',
      'not_a_member',
    ])
  })

  test.each([
    ['at its door, an earlier copy may be in', {}, 2],
    ['out of its queue, its last commit may be stored', { intentId: 'i1' }, 1],
  ])('[SDK-5] [SDK-4] turned away by a server that stops, %s: a recorded result is that', async (_why, where, cuts) => {
    const world = scriptedClient()
    const joined = await world.joined({ memberSince: 3 })
    const result = joined.zone.send('act', {})
    let { socket } = joined
    if (cuts === 2) {
      socket.shut()
      socket = (await world.nextSocket()).welcome().showZone({ memberSince: 3 })
    }
    const stops = {
      outcome: 'refused',
      code: 'shutting_down',
      message: 'No.',
      retryable: true,
      tick: undefined,
    } as const
    socket.settle(1, { ...stops, ...where })
    socket.shut(closeCodes.serverStops)
    const next = (await world.nextSocket()).welcome().showZone({ memberSince: 3, lastSeq: 1 })
    expect(next.seqs).toEqual([1])
    next.settle(1, { duplicate: true })
    expect(next.seqs).toEqual([1])
    expect(await result).toEqual({ outcome: 'applied', tick: 2, duplicate: true })
  })

  test('[SDK-5] a refusal is the result, but for that of a server which stops', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const refuse = (code: string) =>
      ({ outcome: 'refused', code, message: 'No.', retryable: true, tick: undefined }) as const
    const full = zone.send('act', { n: 1 })
    socket.settle(1, refuse('queue_full'))
    expect(await full).toEqual({ outcome: 'refused', code: 'queue_full', message: 'No.', retryable: true })

    const resent = zone.send('act', { n: 2 })
    socket.settle(2, refuse('shutting_down'))
    expect(zone.pending).toBe(1)
    socket.shut(closeCodes.serverStops)
    const next = (await world.nextSocket()).welcome().showZone()
    expect(next.seqs).toEqual([2])
    // This one is known not to be in: it is new to the server, and may be refused.
    next.settle(2, refuse('storage_unavailable'))
    expect(codeOf(await resent)).toBe('storage_unavailable')
  })

  test('[SDK-5] turned away at the door while an earlier copy may be in, it asks until the result is known', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const result = zone.send('act', {})
    socket.shut()
    const next = (await world.nextSocket()).welcome().showZone()
    const busy = { outcome: 'refused', message: 'No.', retryable: true, retryAfterMs: 500, tick: undefined } as const
    next.settle(1, { ...busy, code: 'storage_unavailable' })
    next.settle(1, { ...busy, code: 'queue_full' })
    expect(next.seqs).toEqual([1])
    world.clock.advance(500)
    expect(next.seqs).toEqual([1, 1])
    next.settle(1, { duplicate: true })
    expect(await result).toEqual({ outcome: 'applied', tick: 2, duplicate: true })
    world.clock.advance(5_000)
    expect(next.seqs).toEqual([1, 1])
  })

  test.each([
    ['too large', { text: 'x'.repeat(5_000) }, 'too_large'],
    ['too deep', JSON.parse(`${'{"a":'.repeat(20)}1${'}'.repeat(20)}`), 'invalid'],
    ['half a surrogate pair', { text: '\ud800' }, 'invalid'],
    ['no JSON', { amount: 1n }, 'invalid'],
  ])('[SDK-6] what the server would close the connection for is refused before: %s', async (_what, payload, code) => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    expect(codeOf(await zone.send('act', payload))).toBe(code)
    await expect(zone.query('ask', payload)).rejects.toMatchObject({ code })
    expect(socket.heard).toHaveLength(2)
    expect(zone.pending).toBe(0)
  })

  test('[SDK-6] goes out no faster than the server takes, and what waits is bounded', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const results = Array.from({ length: 20 + 1_024 + 1 }, (_, n) => zone.send('act', { n }))
    // Half a burst while nothing is confirmed; the rest waits, and one is too many.
    expect(socket.seqs).toHaveLength(20)
    expect(zone.pending).toBe(1_044)
    expect(codeOf((await results.at(-1)) as IntentResult)).toBe('queue_full')

    const answerAll = () => {
      for (const { seq = 0, ref } of socket.intents.slice(answered)) {
        socket.say({ type: 'intent_received', zoneId, intentId: `i${seq}`, seq, ref })
        socket.settle(seq)
        answered += 1
      }
    }
    let answered = 0
    const times: number[] = []
    for (let ms = 0; ms < 20_000; ms += 50) {
      answerAll()
      while (times.length < socket.seqs.length) times.push(ms)
      world.clock.advance(50)
    }
    // In any stretch of time: never more than the burst and what has been earned since.
    const tooMany = times.flatMap((from, index) =>
      times.slice(index).filter((to, other) => other + 1 > 40 + ((to - from + 50) * 20) / 1_000),
    )
    expect(tooMany).toEqual([])
    // And not much slower either: 18 a second.
    expect(times.length).toBeGreaterThan(36 + 18 * 19)
    await world.client.close()
    await Promise.allSettled(results)
  })

  test('[SDK-6] a message that the server dropped for the rate is sent again after a rest', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const results = [zone.send('act', { n: 1 }), zone.send('act', { n: 2 }), zone.query('ask')]
    socket.say({ type: 'intent_received', zoneId, intentId: 'i1', seq: 1, ref: socket.intents[0]?.ref })
    socket.say({ type: 'error', code: 'rate_limited', message: 'Dropped.', retryable: true, retryAfterMs: 800 })
    world.clock.advance(799)
    expect(socket.seqs).toEqual([1, 2])
    world.clock.advance(1)
    expect(socket.seqs).toEqual([1, 2, 2])
    expect(socket.heard.filter(({ type }) => type === 'query')).toHaveLength(2)
    socket.settle(1)
    socket.settle(2)
    const { ref } = socket.last('query')
    socket.say({ type: 'query_result', zoneId, ref, name: 'ask', tick: 4, result: 'yes' })
    expect(await Promise.all(results)).toMatchObject([
      { outcome: 'applied' },
      { outcome: 'applied' },
      { result: 'yes' },
    ])
  })
})

describe('a zone', () => {
  test('[SDK-10] queries are asked again after a loss; an error is a rejection', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const asked = zone.query('price', { of: 'ore' })
    socket.shut()
    const next = (await world.nextSocket()).welcome().showZone()
    const query = next.last('query')
    expect(query).toMatchObject({ zoneId, name: 'price', input: { of: 'ore' } })
    next.say({ type: 'query_result', zoneId, ref: query.ref, name: 'price', tick: 3, result: 12 })
    expect(await asked).toEqual({ tick: 3, result: 12 })
    const wrong = zone.query('cost')
    next.say({ type: 'error', code: 'not_found', message: 'None.', retryable: false, ref: next.last('query').ref })
    await expect(wrong).rejects.toMatchObject({ code: 'not_found', retryable: false })
  })

  test('[SDK-11] leaves once what was sent before is out, and is not joined again by a reconnect', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const ended = vi.fn()
    zone.on('ended', ended)
    void zone.send('act', {})
    const left = zone.leave()
    expect(socket.heard.map(({ type }) => type)).toEqual(['hello', 'subscribe', 'intent', 'leave'])
    expect(await zone.send('act', {})).toMatchObject({ outcome: 'refused', code: 'not_a_member' })
    socket.settle(1)
    socket.shut()
    const next = (await world.nextSocket()).welcome()
    expect(next.heard.map(({ type }) => type)).toEqual(['hello', 'leave'])
    next.say({ type: 'unsubscribed', zoneId, ref: next.last('leave').ref, reason: 'left' })
    await left
    expect(ended).toHaveBeenCalledExactlyOnceWith({ reason: 'left', message: expect.any(String) })
    next.shut()
    const third = (await world.nextSocket()).welcome()
    expect(third.heard.map(({ type }) => type)).toEqual(['hello'])
    void world.client.join(zoneId).catch(() => {})
    expect(third.last('subscribe').zoneId).toBe(zoneId)
    await world.client.close()
  })

  test('[SDK-11] that is deleted, or from which the player is removed, ends; what was on its way is still answered', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const told: unknown[] = []
    for (const name of ['status', 'ended'] as const) zone.on(name, (event) => told.push(event))
    const late = zone.send('act', {})
    socket.say({ type: 'zone_status', zoneId, status: 'paused', code: 'module_failed' })
    socket.say({ type: 'zone_status', zoneId, status: 'deleted' })
    socket.settle(1, { outcome: 'refused', code: 'zone_deleted', message: 'Gone.', retryable: false, tick: undefined })
    expect(codeOf(await late)).toBe('zone_deleted')
    expect(told).toEqual([
      { status: 'paused', code: 'module_failed' },
      { status: 'deleted' },
      { reason: 'deleted', message: 'The zone was deleted.' },
    ])
    expect(codeOf(await zone.send('act', {}))).toBe('zone_deleted')
    await zone.leave()

    const again = world.client.join(zoneId)
    socket.showZone()
    const ended = vi.fn()
    const other = await again
    other.on('ended', ended)
    socket.say({ type: 'unsubscribed', zoneId, reason: 'removed' })
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ reason: 'removed' }))
    expect(codeOf(await other.send('act', {}))).toBe('not_a_member')
  })

  test('[SDK-11] that is gone after a reconnect has ended; one that cannot be had for a moment is asked for again', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const ended = vi.fn()
    zone.on('ended', ended)
    const told: unknown[] = []
    zone.on('status', (status) => told.push(status))
    socket.shut()
    const next = (await world.nextSocket()).welcome()
    const refusal = { type: 'error', message: 'No.', retryable: true, retryAfterMs: 1_000 } as const
    next.say({ ...refusal, code: 'module_unavailable', ref: next.last('subscribe').ref ?? '' })
    expect(zone.status).toBe('waiting')
    world.clock.advance(1_000)
    expect(next.heard.filter(({ type }) => type === 'subscribe')).toHaveLength(2)
    expect(ended).not.toHaveBeenCalled()
    next.showZone()
    expect(told).toEqual([{ status: 'waiting', code: 'module_unavailable' }, { status: 'open' }])
    next.shut()
    const last = (await world.nextSocket()).welcome()
    last.say({ ...refusal, code: 'not_found', retryable: false, ref: last.last('subscribe').ref ?? '' })
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ reason: 'deleted' }))
  })

  test('[SDK-11] may be joined once at a time, by an id that can be one', async () => {
    const world = scriptedClient()
    await world.joined()
    await expect(world.client.join(zoneId)).rejects.toMatchObject({ code: 'conflict' })
    await expect(world.client.join('')).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('where it runs', () => {
  test('[SDK-9] its bundle for a browser holds nothing of Node and no zod, and is small', async () => {
    const entryPoints = ['framework/client/index.ts']
    const { outputFiles, metafile } = await build({
      ...{ entryPoints, bundle: true, format: 'esm', minify: true, platform: 'browser', write: false, metafile: true },
      logLevel: 'silent',
    })
    const inputs = Object.keys(metafile.inputs)
    expect(inputs).toContain('framework/client/create-client.ts')
    expect(inputs.filter((path) => path.includes('node_modules'))).toEqual([])
    expect(outputFiles[0]?.contents.length).toBeLessThan(40_000)
  })

  test('[SDK-9] a platform without WebSocket, and an address that is none, are told of at once', () => {
    vi.stubGlobal('WebSocket', undefined)
    expect(() => createClient({ url: 'ws://localhost/v1/ws', token: 't' })).toThrow(/"ws"/)
    vi.unstubAllGlobals()
    expect(() => createClient({ url: 'http://localhost', token: 't', WebSocket: class {} as never })).toThrow(/ws:\/\//)
  })
})

describe('bots', () => {
  test('[SDK-12] are described with the types of their module, and refused when they are none', () => {
    const bot = defineBot<typeof helloGrid>({ thinkMs: 500, act: () => ({ type: 'step', payload: { dx: 1, dy: 0 } }) })
    expect(bot).toMatchObject({ thinkMs: 500 })
    expect(Object.isFrozen(bot)).toBe(true)
    // @ts-expect-error the module has no such intent
    defineBot<typeof helloGrid>({ thinkMs: 500, act: () => ({ type: 'fly', payload: {} }) })
    for (const thinkMs of [0, -1, Number.NaN, '5'])
      expect(() => defineBot({ thinkMs: thinkMs as number, act: () => undefined })).toThrow(/`thinkMs`/)
    expect(() => defineBot({ thinkMs: 1, act: undefined as never })).toThrow(/`act`/)
  })
})
