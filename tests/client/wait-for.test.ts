import { describe, expect, test } from 'vitest'
import { scriptedClient, zoneId } from './scripted-server.ts'

const said = (payload: object) => ({ event: 'said', payload: payload as never })
const frame = (tick: number, events: ReturnType<typeof said>[]) =>
  ({ type: 'tick', zoneId, tick, at: tick, full: true, entities: [], events }) as never

describe('[SHAPE-4] waitFor', () => {
  test('resolves with the next thing that fits, and hears no more after it', async () => {
    const { socket, zone } = await scriptedClient().joined()
    const asked: unknown[] = []
    const waited = zone.waitFor('event', ({ payload }) => {
      asked.push(payload)
      return JSON.stringify(payload).includes('bob')
    })
    socket.say(frame(2, [said({ by: 'ann' }), said({ by: 'bob' })]))
    socket.say(frame(3, [said({ by: 'bob' })]))
    expect(await waited).toMatchObject({ event: 'said', payload: { by: 'bob' }, tick: 2 })
    expect(asked).toEqual([{ by: 'ann' }, { by: 'bob' }])
  })

  test('rejects after its time, by the signal, when the predicate throws, and when the zone ends', async () => {
    const world = scriptedClient()
    const { socket, zone } = await world.joined()
    const late = expect(zone.waitFor('status', undefined, { timeoutMs: 500 })).rejects.toMatchObject({
      code: 'timeout',
    })
    world.clock.advance(500)
    await late
    const control = new AbortController()
    const aborted = expect(zone.waitFor('tick', undefined, { signal: control.signal })).rejects.toBe('enough')
    control.abort('enough')
    await aborted
    await expect(zone.waitFor('tick', undefined, { signal: control.signal })).rejects.toBe('enough')
    const fault = () => {
      throw new Error('no predicate')
    }
    const thrown = expect(zone.waitFor('tick', fault)).rejects.toThrow('no predicate')
    socket.say(frame(2, []))
    await thrown
    const ended = expect(zone.waitFor('tick')).rejects.toMatchObject({ code: 'closed' })
    socket.say({ type: 'unsubscribed', zoneId, reason: 'removed' })
    await ended
    expect(await Promise.race([zone.waitFor('ended').catch(() => 'never'), 'nothing more'])).toBe('nothing more')
  })
})
