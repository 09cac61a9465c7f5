import { describe, expect, test } from 'vitest'
import { breakFrames, letGo, listenForEnd, typesOf } from './going.ts'
import { scriptedClient, zoneId } from './scripted-server.ts'

/** What still comes of a zone that has ended for this player. */

describe('a zone that has ended while an intent is out', () => {
  async function ended() {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const result = zone.send('act', {})
    const heard: string[] = []
    for (const name of ['ended', 'status', 'unavailable'] as const) zone.on(name, () => heard.push(name))
    socket.say({ type: 'unsubscribed', zoneId, reason: 'removed' })
    return { world, socket, result, heard }
  }

  test('[SDK-11] says nothing after `ended`, and still has the result', async () => {
    const { socket, result, heard } = await ended()
    socket.say({ type: 'view_unavailable', zoneId, tick: 9 })
    socket.say({ type: 'zone_status', zoneId, status: 'deleted' })
    socket.settle(1)
    expect(await result).toMatchObject({ outcome: 'applied' })
    expect(heard).toEqual(['ended'])
  })

  test('[SDK-6] [SDK-11] dropped for the rate, it goes out again, and its result is what the server still knows', async () => {
    const { world, socket, result } = await ended()
    socket.say({ type: 'error', code: 'rate_limited', message: '', retryable: true, retryAfterMs: 500 })
    world.clock.advance(2_000)
    expect(socket.seqs).toEqual([1, 1])
    const refused = { outcome: 'refused', code: 'not_a_member', message: 'No.', retryable: false } as const
    socket.settle(1, { ...refused, tick: undefined } as never)
    expect(await result).toMatchObject({ code: 'seq_too_old' })
  })
})

describe('a zone that ends while it is subscribed to once more', () => {
  const removed = { type: 'unsubscribed', zoneId, reason: 'removed' } as const
  const tooOften = { type: 'error', code: 'rate_limited', message: '', retryable: true, retryAfterMs: 500 } as const

  test.each(['removed', 'left'] as const)('[SDK-11] %s: the subscribe that is out joins nobody', async (reason) => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const ended = listenForEnd(zone)
    breakFrames(socket)
    socket.say({ ...removed, reason })
    expect(ended).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason }))
    expect(typesOf(socket)).toEqual(['hello', 'subscribe', 'subscribe', 'leave'])
    // The program joins again at once: that stands, whatever becomes of the others.
    const again = world.client.join(zoneId)
    letGo(socket, 'leave')
    socket.showZone({ tick: 12 })
    expect((await again).view.tick).toBe(12)
  })

  test('[SDK-11] unsubscribed: what the server shows nevertheless is asked for no longer', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const gone = zone.unsubscribe()
    breakFrames(socket)
    letGo(socket, 'unsubscribe')
    await gone
    expect(typesOf(socket)).toEqual(['hello', 'subscribe', 'unsubscribe', 'subscribe', 'unsubscribe'])
  })

  test('[SDK-11] a subscribe that was not out, and an intent behind it, do not go out', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    // The server takes nothing for a while.
    socket.say(tooOften)
    breakFrames(socket)
    const result = zone.send('act', {})
    socket.say(removed)
    expect(await result).toMatchObject({ outcome: 'refused', code: 'not_a_member' })
    world.clock.advance(5_000)
    expect(typesOf(socket)).toEqual(['hello', 'subscribe'])
  })

  test('[SDK-11] asked again for the rate: the first may be read, so what it does is undone', async () => {
    const world = scriptedClient()
    const { socket } = await world.joined()
    breakFrames(socket)
    socket.say(tooOften)
    socket.say(removed)
    world.clock.advance(5_000)
    expect(typesOf(socket)).toEqual(['hello', 'subscribe', 'subscribe', 'leave'])
  })

  test('[SDK-11] a subscribe that was refused has done nothing, and nothing follows', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const ended = listenForEnd(zone)
    breakFrames(socket)
    socket.say(tooOften)
    world.clock.advance(500)
    const asked = ['hello', 'subscribe', 'subscribe', 'subscribe']
    expect(typesOf(socket)).toEqual(asked)
    // Of both copies, the server reading in order.
    socket.refuse('subscribe', { retryAfterMs: 800 })
    // Nor is it asked again but after its time.
    socket.say({ ...tooOften, retryAfterMs: 100 })
    world.clock.advance(700)
    socket.say(removed)
    world.clock.advance(5_000)
    expect(typesOf(socket)).toEqual(asked)
    expect(ended).toHaveBeenCalledTimes(1)
  })
})
