import { describe, expect, test } from 'vitest'
import { letGo, listenForEnd, typesOf } from './going.ts'
import { scriptedClient, settle, zoneId } from './scripted-server.ts'

/** Going from a zone, for a while or for good, and what may come in between. */

describe('unsubscribe', () => {
  test('[SDK-11] watches no longer, says so once, and may be followed by another join', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const ended = listenForEnd(zone)
    const gone = zone.unsubscribe()
    expect(typesOf(socket)).toEqual(['hello', 'subscribe', 'unsubscribe'])
    await expect(zone.unsubscribe()).rejects.toMatchObject({ code: 'conflict' })
    await expect(zone.leave()).rejects.toMatchObject({ code: 'conflict' })
    expect(await zone.send('act', {})).toMatchObject({ outcome: 'refused', code: 'not_a_member' })
    expect(ended).not.toHaveBeenCalled()

    letGo(socket, 'unsubscribe')
    await gone
    expect(ended).toHaveBeenCalledExactlyOnceWith({ reason: 'unsubscribed', message: expect.any(String) })
    // What comes late changes nothing, and asking for the same again is no error.
    socket.say({ type: 'tick', zoneId, tick: 5, at: 5, full: true, entities: [], events: [] })
    letGo(socket, 'unsubscribe')
    await zone.unsubscribe()
    expect(zone.view.tick).toBe(1)
    expect(ended).toHaveBeenCalledTimes(1)
    expect(typesOf(socket)).toEqual(['hello', 'subscribe', 'unsubscribe'])

    const again = world.client.join(zoneId)
    socket.showZone({ tick: 7 })
    expect((await again).view.tick).toBe(7)
    await world.client.close()
  })

  test('[SDK-11] goes out behind what was sent before, whose results still come', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ limits: { intentsPerPlayerMax: 1 } })
    const results = [zone.send('act', { n: 1 }), zone.send('act', { n: 2 })]
    const gone = zone.unsubscribe()
    // The second waits for the result of the first.
    expect(typesOf(socket).slice(2)).toEqual(['intent'])
    socket.settle(1)
    expect(typesOf(socket).slice(2)).toEqual(['intent', 'intent', 'unsubscribe'])
    letGo(socket, 'unsubscribe')
    await gone
    socket.settle(2)
    expect(await Promise.all(results)).toMatchObject([{ outcome: 'applied' }, { outcome: 'applied' }])
  })

  test('[SDK-11] the connection is lost before the answer: nothing is watched any more, and nothing is asked for', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const ended = listenForEnd(zone)
    const gone = zone.unsubscribe()
    socket.shut()
    const next = (await world.nextSocket()).welcome()
    // If the membership ended meanwhile, to subscribe would be to join again.
    expect(typesOf(next)).toEqual(['hello'])
    await gone
    expect(ended).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason: 'unsubscribed' }))
    await world.client.close()
  })

  test('[SDK-11] without a connection it is done at once', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const ended = listenForEnd(zone)
    socket.shut()
    const gone = zone.unsubscribe()
    expect(ended).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason: 'unsubscribed' }))
    await gone
    expect(typesOf((await world.nextSocket()).welcome())).toEqual(['hello'])
  })

  test('[SDK-11] the connection is lost while an intent is out: its answer is fetched first', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ memberSince: 3 })
    const ended = listenForEnd(zone)
    const result = zone.send('act', {})
    const gone = zone.unsubscribe()
    socket.shut()
    const next = (await world.nextSocket()).welcome()
    expect(typesOf(next)).toEqual(['hello', 'subscribe'])
    next.showZone({ memberSince: 3, tick: 8 })
    expect(typesOf(next)).toEqual(['hello', 'subscribe', 'intent', 'unsubscribe'])
    next.settle(1, { duplicate: true })
    letGo(next, 'unsubscribe')
    await gone
    expect(await result).toMatchObject({ outcome: 'applied', duplicate: true })
    expect(ended).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason: 'unsubscribed' }))
  })

  test.each([
    ['ended, so that asking made another', 8, 'leave'],
    ['is another, and older than the asking', 7, 'unsubscribe'],
  ] as const)(
    '[SDK-11] the membership %s: who wanted to watch no longer has what was before',
    async (_what, memberSince, type) => {
      const world = scriptedClient()
      const { socket, zone } = await world.joined({ memberSince: 3 })
      const result = zone.send('act', {})
      const gone = zone.unsubscribe()
      socket.shut()
      const next = (await world.nextSocket()).welcome().showZone({ memberSince, tick: 8 })
      expect(await result).toMatchObject({ outcome: 'refused', code: 'seq_too_old' })
      expect(typesOf(next)).toEqual(['hello', 'subscribe', type])
      letGo(next, type)
      await gone
    },
  )

  test('[SDK-11] the leave that undoes such a join goes out again over each further connection, until it is answered', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ memberSince: 3 })
    void zone.send('act', {})
    const gone = zone.unsubscribe()
    socket.shut()
    const second = (await world.nextSocket()).welcome().showZone({ memberSince: 8, tick: 8 })
    expect(typesOf(second)).toEqual(['hello', 'subscribe', 'leave'])
    second.shut()
    const third = (await world.nextSocket()).welcome()
    expect(typesOf(third)).toEqual(['hello', 'leave'])
    letGo(third, 'leave')
    await gone
  })

  test('[SDK-6] dropped for the rate it goes out again, once for a rest, and behind the intents', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    void zone.send('act', {}).catch(() => {})
    const gone = zone.unsubscribe()
    for (let count = 0; count < 3; count++)
      socket.say({ type: 'error', code: 'rate_limited', message: '', retryable: true, retryAfterMs: 500 })
    world.clock.advance(2_000)
    expect(typesOf(socket).slice(2)).toEqual(['intent', 'unsubscribe', 'intent', 'unsubscribe'])
    // The first was not what was dropped: the answer to it is one.
    letGo(socket, 'unsubscribe')
    await gone
    await world.client.close()
  })
})

describe('where the server lets nobody watch', () => {
  const unavailable = { type: 'error', code: 'module_unavailable', message: 'No.', retryable: true } as const

  async function waiting() {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    socket.shut()
    const next = (await world.nextSocket()).welcome()
    next.say({ ...unavailable, ref: next.last('subscribe').ref ?? '', retryAfterMs: 5_000 })
    expect(zone.status).toBe('waiting')
    return { world, zone, next }
  }

  test('[SDK-11] unsubscribe is done at once, and the zone is asked for no longer', async () => {
    const { world, zone, next } = await waiting()
    await zone.unsubscribe()
    await world.clock.advance(20_000)
    expect(typesOf(next).filter((type) => type === 'subscribe')).toHaveLength(1)
  })

  test('[SDK-11] leave goes out in place of subscribing', async () => {
    const { world, zone, next } = await waiting()
    const left = zone.leave()
    await world.clock.advance(20_000)
    expect(typesOf(next).filter((type) => type !== 'ping')).toEqual(['hello', 'subscribe', 'leave'])
    letGo(next, 'leave')
    await left
  })

  test('[SDK-11] a leave that was sent in place of subscribing and is refused for good: the zone is watched again', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const left = zone.leave()
    socket.shut()
    const next = (await world.nextSocket()).welcome()
    expect(typesOf(next)).toEqual(['hello', 'leave'])
    next.say({ ...unavailable, code: 'conflict', retryable: false, ref: next.last('leave').ref ?? '' })
    await expect(left).rejects.toMatchObject({ code: 'conflict' })
    expect(typesOf(next)).toEqual(['hello', 'leave', 'subscribe'])
    next.showZone({ tick: 4 })
    expect(zone.view.tick).toBe(4)
  })
})

describe('leave', () => {
  test('[SDK-11] asked for while the connection is lost, it does not join again to do so', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    socket.shut()
    const left = zone.leave()
    const next = (await world.nextSocket()).welcome()
    expect(typesOf(next)).toEqual(['hello', 'leave'])
    letGo(next, 'leave')
    await left
  })

  test('[SDK-11] an answer that is late does not end a later join', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const left = zone.leave()
    letGo(socket, 'leave')
    await left
    const again = world.client.join(zoneId)
    letGo(socket, 'leave')
    socket.showZone({ tick: 7 })
    const other = await again
    letGo(socket, 'leave')
    expect(await Promise.race([other.send('act', {}), settle()])).toBeUndefined()
    expect(socket.seqs).toEqual([1])
    await world.client.close()
  })
})
