import { describe, expect, test } from 'vitest'
import { areAllMessages, createTestGateway, settle, step } from './gateway-fakes.ts'

class StorageError extends Error {
  override readonly name = 'StorageError'
}

describe('messages', () => {
  test('what is sent together with hello is handled after it, in order', async () => {
    const { connect, fakeHost } = createTestGateway()
    const client = connect()
    client.say({ type: 'hello', token: 'anna' })
    client.say({ type: 'subscribe', zoneId: 'z1', ref: 's' })
    client.say({ ...step, seq: 7, ref: 'i' })
    client.say({ type: 'unsubscribe', zoneId: 'z1' })
    client.say({ type: 'leave', zoneId: 'z1', ref: 'l' })
    expect(fakeHost.calls).toEqual([])
    await settle()
    const connectionId = client.ofType('welcome')[0]?.connectionId
    const player = { playerId: 'p-anna', displayName: 'anna', role: 'player' }
    expect(fakeHost.calls).toEqual([
      {
        call: 'subscribe',
        request: { connectionId, zoneId: 'z1', ref: 's', watch: 1, player, mode: 'full', isCongested: false },
      },
      {
        call: 'submitIntent',
        request: { connectionId, zoneId: 'z1', ref: 'i', player, type: 'step', payload: { dx: 1 }, seq: 7 },
      },
      { call: 'unsubscribe', request: { connectionId, zoneId: 'z1' } },
      { call: 'leave', request: { connectionId, zoneId: 'z1', ref: 'l', player } },
    ])
  })

  test('a slow answer holds up no later message, but is counted', async () => {
    const { join, fakeHost, gateway } = createTestGateway({ answers: { subscribe: () => new Promise(() => {}) } })
    const anna = await join()
    anna.say({ type: 'subscribe', zoneId: 'z1' })
    anna.say(step)
    anna.say({ type: 'ping', at: 1.5 })
    await settle()
    expect(fakeHost.calls.map(({ call }) => call)).toEqual(['subscribe', 'submitIntent'])
    expect(anna.ofType('pong')).toEqual([{ type: 'pong', at: 1.5 }])
    expect(gateway.stats().pendingMessages).toBe(1)
  })

  test('[LIM-5] more than pendingMessagesMax that wait close 4429; as many do not', async () => {
    const { join } = createTestGateway({
      limits: { pendingMessagesMax: 3 },
      answers: { submitIntent: () => new Promise(() => {}) },
    })
    const anna = await join()
    for (let count = 0; count < 3; count++) anna.say(step)
    expect(anna.state.closed).toBeUndefined()
    anna.say(step)
    expect(anna.state.closed?.code).toBe(4429)
  })

  test('ping is answered with the same at, or none; a second hello is a conflict', async () => {
    const { join } = createTestGateway()
    const anna = await join()
    anna.say({ type: 'ping', at: -3 })
    anna.say({ type: 'ping' })
    anna.say({ type: 'hello', token: 'anna' })
    await settle()
    expect(anna.messages().slice(1)).toMatchObject([
      { type: 'pong', at: -3 },
      { type: 'pong' },
      { type: 'error', code: 'conflict' },
    ])
    expect(anna.state.closed).toBeUndefined()
    expect(areAllMessages(anna.sent)).toBe(true)
  })

  test('[INT-2] an intent has its payload beside its type; the shape of the first version, where they are one, is read too', async () => {
    const { join, fakeHost } = createTestGateway()
    const anna = await join()
    const intents: readonly object[] = [
      { intent: 'build', payload: { type: 'tower', x: 1 } },
      { intent: 'rest' },
      { intent: { type: 'step', payload: { of: 'mine' }, dx: 1 } },
    ]
    for (const intent of intents) anna.say({ type: 'intent', zoneId: 'z1', ...intent })
    await settle()
    expect(fakeHost.named('submitIntent')).toMatchObject([
      { type: 'build', payload: { type: 'tower', x: 1 } },
      { type: 'rest', payload: {} },
      { type: 'step', payload: { payload: { of: 'mine' }, dx: 1 } },
    ])

    const bad: readonly (readonly [object, pointer: string])[] = [
      [{ intent: 5 }, '/intent'],
      [{ intent: { dx: 1 } }, '/intent'],
      [{ intent: { type: 'step' }, payload: {} }, '/payload'],
    ]
    for (const [intent] of bad.slice(0, 2)) anna.say({ type: 'intent', zoneId: 'z1', ...intent })
    const ben = await join('ben')
    ben.say({ type: 'intent', zoneId: 'z1', ...bad[2]?.[0] })
    await settle()
    const errors = [...anna.ofType('error'), ...ben.ofType('error')]
    expect(errors.map(({ code, errors: where }) => [code, (where as { pointer: string }[])[0]?.pointer])).toEqual(
      bad.map(([, pointer]) => ['bad_frame', pointer]),
    )
    expect(fakeHost.named('submitIntent')).toHaveLength(3)
  })

  test('a query is answered by the gateway, with its ref', async () => {
    const { join, fakeHost } = createTestGateway()
    const anna = await join()
    anna.say({ type: 'query', zoneId: 'z1', name: 'look', input: { far: true }, ref: 'q' })
    await settle()
    expect(anna.messages()[1]).toEqual({
      type: 'query_result',
      zoneId: 'z1',
      ref: 'q',
      name: 'look',
      tick: 7,
      result: { answer: 42 },
    })
    expect(fakeHost.named('query')).toEqual([{ zoneId: 'z1', playerId: 'p-anna', name: 'look', input: { far: true } }])
  })

  test('a refused query is an error with its ref', async () => {
    const { join } = createTestGateway({
      answers: { query: async () => ({ ok: false, refused: { code: 'not_a_member', message: 'Join first.' } }) },
    })
    const anna = await join()
    anna.say({ type: 'query', zoneId: 'z1', name: 'look', ref: 'q' })
    await settle()
    expect(anna.messages()[1]).toEqual({
      type: 'error',
      code: 'not_a_member',
      message: 'Join first.',
      ref: 'q',
      retryable: false,
    })
  })

  test('trouble of the storage is storage_unavailable, for an intent as its result; the connection stays', async () => {
    const fail = async () => {
      throw new StorageError('disk is full')
    }
    const { join } = createTestGateway({ answers: { submitIntent: fail, subscribe: fail, query: fail } })
    const anna = await join()
    anna.say({ ...step, seq: 3, ref: 'i' })
    anna.say({ type: 'subscribe', zoneId: 'z1', ref: 's' })
    anna.say({ type: 'query', zoneId: 'z1', name: 'look', ref: 'q' })
    await settle()
    const unavailable = { code: 'storage_unavailable', retryable: true, retryAfterMs: 1_000 }
    expect(anna.messages().slice(1)).toMatchObject([
      { type: 'intent_result', zoneId: 'z1', seq: 3, ref: 'i', outcome: 'refused', ...unavailable },
      { type: 'error', ref: 's', ...unavailable },
      { type: 'error', ref: 'q', ...unavailable },
    ])
    expect(anna.sent.join()).not.toContain('disk')
    expect(areAllMessages(anna.sent)).toBe(true)
    expect(anna.state.closed).toBeUndefined()
  })

  test('an exception of the host, thrown or rejected, is internal with an id that the log knows', async () => {
    const { join, logged } = createTestGateway({
      answers: {
        subscribe: () => {
          throw new Error('thrown at once')
        },
        leave: async () => {
          throw new Error('rejected')
        },
      },
    })
    const anna = await join()
    anna.say({ type: 'subscribe', zoneId: 'z1', ref: 's' })
    anna.say({ type: 'leave', zoneId: 'z1', ref: 'l' })
    await settle()
    const errors = anna.ofType('error')
    expect(errors).toMatchObject([
      { code: 'internal', ref: 's' },
      { code: 'internal', ref: 'l' },
    ])
    for (const [index, error] of errors.entries()) {
      const { faultId } = (logged[index]?.fields ?? {}) as { faultId: string }
      expect(error.message).toContain(faultId)
    }
  })

  test('an answer that comes after the connection has ended is not sent', async () => {
    const release: (() => void)[] = []
    const { join } = createTestGateway({
      answers: {
        query: async () => {
          await new Promise<void>((resolve) => release.push(resolve))
          return { ok: true, value: { tick: 1, result: null } }
        },
      },
    })
    const anna = await join()
    anna.say({ type: 'query', zoneId: 'z1', name: 'look', ref: 'q' })
    anna.listener.closed(1006)
    for (const go of release) go()
    await settle()
    expect(anna.ofType('query_result')).toEqual([])
  })
})

describe('bad frames', () => {
  test.each([
    ['not JSON', '{"type":', undefined],
    ['a byte order mark', '\uFEFF{"type":"ping"}', undefined],
    ['too deep', `{"type":"ping","at":${'['.repeat(20)}${']'.repeat(20)}}`, undefined],
    ['__proto__', '{"type":"ping","__proto__":{}}', undefined],
    ['1e999', '{"type":"ping","at":1e999}', undefined],
    ['half a surrogate', '{"type":"subscribe","zoneId":"\\ud800"}', undefined],
    ['an unknown type', '{"type":"teleport"}', '/type'],
    ['an unknown key', '{"type":"ping","a/b~c":1}', '/a~1b~0c'],
    ['a wrong value', '{"type":"subscribe","zoneId":7}', '/zoneId'],
    ['no object', '[]', ''],
  ])('[LIM-5] %s is bad_frame, says where, and reaches no zone', async (_, frame, pointer) => {
    const { join, fakeHost } = createTestGateway()
    const anna = await join()
    anna.say(frame)
    await settle()
    const [error] = anna.messages().slice(1)
    expect(error).toMatchObject({ type: 'error', code: 'bad_frame', retryable: false })
    if (pointer !== undefined) expect(error?.errors).toMatchObject([{ pointer }])
    expect(anna.state.closed).toBeUndefined()
    expect(fakeHost.calls).toEqual([])
  })

  test('[LIM-5] three within ten seconds close 4400, each answered', async () => {
    const { join, advance } = createTestGateway()
    const anna = await join()
    anna.say('nonsense')
    advance(4_000)
    anna.say('nonsense')
    advance(4_000)
    expect(anna.state.closed).toBeUndefined()
    anna.say('nonsense')
    expect(anna.state.closed?.code).toBe(4400)
    expect(anna.ofType('error')).toHaveLength(3)
  })

  test.each([
    ['intents', { type: 'intent', zoneId: 'z1', intent: { type: 'say' } }],
    ['queries', { type: 'query', zoneId: 'z1', name: 'near', ref: '1' }],
  ])('[FAIL-13] %s that a schema could not read in time count as bad frames', async (_, message) => {
    const refused = { code: 'invalid_slow', message: 'The game took too long to read it.' }
    const { join } = createTestGateway({
      answers: {
        submitIntent: async () => ({ accepted: false, refused }),
        query: async () => ({ ok: false, refused }),
      },
    })
    const anna = await join()
    for (let count = 0; count < 3; count++) {
      expect(anna.state.closed).toBeUndefined()
      anna.say(message)
      await settle()
    }
    expect(anna.state.closed?.code).toBe(4400)
  })

  test('three in more than ten seconds do not, nor do intents that a module refuses', async () => {
    const refused = { code: 'invalid', message: 'dx must be a number' }
    const { join, advance } = createTestGateway({
      answers: { submitIntent: async () => ({ accepted: false, refused }) },
    })
    const anna = await join()
    for (let count = 0; count < 10; count++) {
      anna.say('nonsense')
      anna.say({ type: 'intent', zoneId: 'z1', intent: { type: 'no such intent', dx: 'x' } })
      advance(5_000)
    }
    expect(anna.state.closed).toBeUndefined()
  })

  test('the answer to a frame of many unknown keys stays small', async () => {
    const { join } = createTestGateway()
    const anna = await join()
    anna.say(`{"type":"ping",${Array.from({ length: 400 }, (_, key) => `"k${key}":1`).join()}}`)
    await settle()
    expect(anna.ofType('error')[0]?.errors).toHaveLength(8)
  })

  test('a binary frame closes 1003, before and after hello', async () => {
    const { join, connect } = createTestGateway()
    const anna = await join()
    const stranger = connect()
    anna.listener.binary()
    stranger.listener.binary()
    expect(anna.state.closed?.code).toBe(1003)
    expect(stranger.state.closed?.code).toBe(1003)
  })

  test('bad frames before hello count as well', async () => {
    const { connect } = createTestGateway()
    const client = connect()
    for (let count = 0; count < 3; count++) client.say('nonsense')
    await settle()
    expect(client.state.closed?.code).toBe(4400)
  })
})
