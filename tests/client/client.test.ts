import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClient, defineBot, GridtickError, type IntentResult } from '../../framework/client/src/index.ts'
import type { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { scriptedClient, zoneId } from './scripted-server.ts'

const entity = (id: string, x = 0) => ({ id, kind: 'thing', x, y: 0, ownerId: null, data: { n: 1 } })
const delta = () => ({
  ...({ type: 'tick', zoneId, at: 2, full: false } as const),
  ...{ set: [], patch: [], remove: [], events: [] },
})
const codeOf = (result: IntentResult) => (result.outcome === 'refused' ? result.code : result.outcome)

afterEach(() => vi.restoreAllMocks())

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

  test('[SDK-3] events are said to be dropped if a tick may have had some, not if the last one seen still is the last', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ tick: 5 })
    const dropped: boolean[] = []
    zone.on('tick', ({ eventsDropped }) => dropped.push(eventsDropped))
    const missedUpTo = async (tick: number) => {
      world.sockets.at(-1)?.shut()
      return (await world.nextSocket()).welcome().showZone({ tick })
    }
    socket.say({ ...delta(), tick: 8, prev: 5 })
    // Nothing was committed while the connection was lost.
    await missedUpTo(8)
    const next = await missedUpTo(9)
    next.say({ ...delta(), tick: 10, prev: 9 })
    next.say({ ...delta(), tick: 12, prev: 10, eventsDropped: true })
    // A database that was set back: nothing is known of what comes.
    await missedUpTo(3)
    expect(dropped).toEqual([false, false, true, false, true, true])
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
