import type { JsonObject } from 'gridtick'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { IntentResult } from '../../framework/client/src/index.ts'
import { closeCodes } from '../../framework/protocol/src/socket-codes.ts'
import { scriptedClient, settle, zoneId } from './scripted-server.ts'

const codeOf = (result: IntentResult) => (result.outcome === 'refused' ? result.code : result.outcome)

afterEach(() => vi.restoreAllMocks())

describe('intents', () => {
  test('[SDK-4] count on from what the server has settled, and settle by their own answers', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ lastSeq: 7 })
    const results = [zone.send('act', { n: 1 }), zone.send('act', { type: 'own', n: 2 })]
    expect(socket.intents.map(({ seq, intent, payload }) => [seq, intent, payload])).toEqual([
      [8, 'act', { n: 1 }],
      [9, 'act', { type: 'own', n: 2 }],
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
    expect(next.intents.map(({ seq, payload }) => [seq, payload?.n])).toEqual([
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
    expect(socket.intents.slice(2).map(({ seq, payload }) => [seq, payload?.n])).toEqual([
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
    vi.spyOn(console, 'warn').mockImplementation(() => {})
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

  test('[SDK-4] another program that counts the same numbers is warned of, once; one that counts none is not', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ lastSeq: 4, queuedSeq: 6, memberSince: 3 })
    const results = [zone.send('act', {}), zone.send('act', {})]
    // Refused at the door; without a number; of one that came before; with a number that this one has given out; its own,
    // late and again.
    const others = { type: 'intent_result', zoneId, outcome: 'applied', tick: 2 } as const
    socket.say({ type: 'intent_result', zoneId, seq: 90, outcome: 'refused', code: 'invalid', message: 'No.' })
    for (const seq of [undefined, 6, 7]) socket.say({ ...others, ...(seq === undefined ? {} : { seq }) })
    for (const seq of [7, 8, 8]) socket.settle(seq)
    await Promise.all(results)
    socket.shut()
    const next = (await world.nextSocket()).welcome()
    // Not subscribed yet: it cannot know.
    next.say({ ...others, seq: 9 })
    next.showZone({ lastSeq: 8, memberSince: 3 })
    expect(warned).not.toHaveBeenCalled()

    for (const seq of [9, 10]) next.say({ ...others, seq })
    expect(warned.mock.calls).toEqual([[expect.stringMatching(/another program of this player .* zone z1 .*seq/)]])
    // The next one goes above: what is below would be refused.
    void zone.send('act', {}).catch(() => {})
    expect(next.seqs).toEqual([11])
    await world.client.close()

    // The same is seen by where the numbers stand after a loss; in another membership they mean nothing.
    for (const [memberSince, times] of [
      [3, 1],
      [9, 0],
    ]) {
      warned.mockClear()
      const other = scriptedClient()
      ;(await other.joined({ lastSeq: 4, memberSince: 3 })).socket.shut()
      ;(await other.nextSocket()).welcome().showZone({ lastSeq: 5, ...(memberSince && { memberSince }) })
      expect(warned).toHaveBeenCalledTimes(times ?? 0)
    }
  })

  test('[SDK-4] in another membership nothing goes out that was out in the one before, and the rest begins anew', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ memberSince: 3, limits: { intentsPerPlayerMax: 2 } })
    // The first intents of a membership: the server has settled none when the connection is lost, and none of the next.
    const results = [1, 2, 3].map((n) => zone.send('act', { n }))
    socket.shut()
    const next = (await world.nextSocket()).welcome().showZone({ memberSince: 9 })
    expect((await Promise.all(results.slice(0, 2))).map(codeOf)).toEqual(['seq_too_old', 'seq_too_old'])
    expect(next.intents.map(({ seq, payload }) => [seq, payload?.n])).toEqual([[1, 3]])
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
    vi.spyOn(console, 'warn').mockImplementation(() => {})
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

  test('[SDK-4] one that the socket did not take was not out: in another membership it is carried out', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ memberSince: 3 })
    socket.isBroken = true
    const result = zone.send('act', {})
    const asked = zone.query('ask')
    expect(world.client.status).toMatchObject({ phase: 'reconnecting' })
    ;(await world.nextSocket()).welcome().shut()
    const next = (await world.nextSocket()).welcome().showZone({ memberSince: 9 })
    expect(next.seqs).toEqual([1])
    next.settle(1)
    expect(await result).toEqual({ outcome: 'applied', tick: 2 })
    const { ref } = next.last('query')
    next.say({ type: 'query_result', zoneId, ref, name: 'ask', tick: 4, result: 'yes' })
    expect(await asked).toEqual({ tick: 4, result: 'yes' })
    expect(next.heard).toHaveLength(4)
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

  test.each([null, 'north', 3, [1, 2]])(
    '[SDK-6] a payload that is not an object is refused at once: %j',
    async (payload) => {
      const { socket, zone } = await scriptedClient().joined()
      expect(codeOf(await zone.send('act', payload as never))).toBe('invalid')
      expect(codeOf(await zone.send(5 as never, {}))).toBe('invalid')
      expect(socket.heard).toHaveLength(2)
    },
  )

  test.each([
    ['a proxy, as reactive libraries hand out', () => new Proxy({ n: 1 }, {})],
    ['an object with a function', () => ({ n: 1, wink() {} })],
  ])('[SDK-6] what goes out is what the program gave, as JSON and as it was then: %s', async (_what, make) => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const payload = make() as unknown as JsonObject
    void zone.send('act', payload).catch(() => {})
    void zone.query('ask', payload).catch(() => {})
    await settle()
    const [intent, query] = socket.heard.slice(-2)
    expect(intent).toMatchObject({ type: 'intent', intent: 'act', payload: { n: 1 } })
    expect(query).toMatchObject({ type: 'query', input: { n: 1 } })
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

  test('[SDK-5] [INT-7] what its zone refuses for the rate of the intent is a result, with when to try again', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const result = zone.send('act', { n: 1 })
    socket.say({
      type: 'intent_result',
      zoneId,
      seq: 1,
      ref: socket.intents[0]?.ref,
      outcome: 'refused',
      code: 'rate_limited',
      message: 'At most 1 a second.',
      retryable: true,
      retryAfterMs: 700,
    })
    expect(await result).toMatchObject({ code: 'rate_limited', retryable: true, retryAfterMs: 700 })
    world.clock.advance(10_000)
    expect(socket.seqs).toEqual([1])
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
