import { afterEach, describe, expect, test, vi } from 'vitest'
import { backOffMs } from '../../framework/client/connection/back-off.ts'
import { closeCodes } from '../../framework/protocol/socket-codes.ts'
import { scriptedClient, settle } from './scripted-server.ts'

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
