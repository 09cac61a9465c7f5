import { afterEach, describe, expect, test, vi } from 'vitest'
import { backOffMs } from '../../framework/client/src/connection/back-off.ts'
import type { JoinedZone } from '../../framework/client/src/index.ts'
import { closeCodes } from '../../framework/protocol/src/socket-codes.ts'
import { type ScriptedSocket, scriptedClient, settle } from './scripted-server.ts'

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

type Asked = { readonly socket: ScriptedSocket; readonly zone: JoinedZone }

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

  test('[SDK-2] a token that runs out while it is connected is replaced, and the zone goes on where it was', async () => {
    const tokens = ['first', 'second', 'third']
    const world = scriptedClient({ token: async () => tokens.shift() ?? '' })
    const { socket, zone } = await world.joined()
    const sent = zone.send('act', {})
    world.clock.advance(6_000)
    const told = world.statuses.length
    socket.say({ type: 'error', code: 'unauthenticated', message: 'The token has expired.', retryable: false })
    socket.shut(closeCodes.unauthenticated)
    const next = await world.socket(1)
    next.welcome().showZone()
    expect(next.last('hello').token).toBe('second')
    next.settle(1)
    expect(await sent).toMatchObject({ outcome: 'applied' })
    const lost = { phase: 'reconnecting', attempt: 1, retryAtMs: world.clock.now() }
    expect(world.statuses.slice(told)).toEqual([expect.objectContaining(lost), { phase: 'connected' }])

    // The next time it runs out counts anew; a token that is refused at once does not.
    next.shut(closeCodes.unauthenticated)
    ;(await world.socket(2)).shut(closeCodes.unauthenticated)
    expect(world.client.status).toMatchObject({ phase: 'closed', reason: 'unauthenticated' })
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

  test.each([
    ['a subscription', ({ socket }: Asked) => socket.refuse('subscribe', { retryAfterMs: 600_000 })],
    [
      'a leave',
      ({ socket, zone }: Asked) => {
        socket.showZone({ tick: 2 })
        void zone.leave().catch(() => {})
        socket.refuse('leave', { retryAfterMs: 600_000 })
      },
    ],
    [
      'an intent',
      ({ socket }: Asked) => {
        socket.showZone({ tick: 2 })
        const busy = { outcome: 'refused', code: 'queue_full', message: 'No.', retryable: true } as const
        socket.settle(1, { ...busy, tick: undefined, retryAfterMs: 600_000 })
      },
    ],
  ])('[SDK-2] closed for good while %s waits to be asked again, it leaves no timer behind', async (_what, refuse) => {
    const world = scriptedClient()
    const joined = await world.joined()
    const sent = joined.zone.send('act', {})
    joined.socket.shut()
    const socket = (await world.nextSocket()).welcome()
    const before = world.timers
    refuse({ socket, zone: joined.zone })
    expect(world.timers).toBe(before + 1)
    await Promise.all([world.client.close(), expect(sent).rejects.toMatchObject({ code: 'closed' })])
    expect(world.timers).toBe(0)
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
