import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GatewayLink } from '../../framework/engine/src/link/gateway-link.ts'
import { HostLink } from '../../framework/engine/src/link/host-link.ts'
import type { LinkPart } from '../../framework/engine/src/link/link-message.ts'
import { connectionOfCall } from '../../framework/engine/src/link/zone-calls.ts'

const none = new Uint8Array()
const zoneOf = (_name: string, argument: unknown) => (argument as { zoneId?: string }).zoneId

function createDoors() {
  return new GatewayLink({ from: 'doors', zoneOf, sourceOf: connectionOfCall, lookUpMs: 5_000 })
}

/** A message of the zones to these doors. */
function parts(s: number, n: number, ...x: LinkPart[]) {
  return { v: 1 as const, f: 'zones', t: 'h' as const, s, n, x }
}

describe('[LINK-5] numbers and sessions', () => {
  test('messages are numbered; one that is missing is noticed on either side', () => {
    const doors = createDoors()
    doors.open()
    doors.ask('query', { zoneId: 'z' }, 0)
    expect(doors.take()).toMatchObject({ s: 1, n: 1, ops: [{ k: 'query', rid: 1 }] })
    expect(doors.take()).toBeUndefined()
    expect(() => doors.receive(parts(1, 2, { ended: ['c', 'z', 1] }), none, 0)).toThrow(RangeError)
    const zones = new HostLink({ from: 'zones' })
    const calls = (s: number, n: number) => ({ v: 1 as const, f: 'doors', t: 'g' as const, s, n, ops: [], ack: 0 })
    expect(zones.receive(calls(1, 1)).isNew).toBe(true)
    expect(() => zones.receive(calls(1, 3))).toThrow(RangeError)
  })

  test('what belongs to a session that is over is dropped, on both sides', () => {
    const doors = createDoors()
    doors.open()
    const rid = doors.ask('query', { zoneId: 'z' }, 0)
    doors.take()
    expect(doors.lose()).toMatchObject([{ do: 'fail', rid, fault: { name: 'ZoneUnreachable' } }])
    doors.open()
    expect(doors.receive(parts(1, 1, { rid, value: 1 }), none, 0)).toEqual([])
    doors.ask('query', { zoneId: 'z' }, 0)
    expect(doors.take()).toMatchObject({ s: 2, n: 1 })

    const zones = new HostLink({ from: 'zones' })
    const calls = (s: number, n: number) => ({ v: 1 as const, f: 'doors', t: 'g' as const, s, n, ops: [], ack: 0 })
    zones.receive(calls(1, 1))
    zones.frame('c', 'old', 'frame')
    expect(zones.receive(calls(2, 1)).isNew).toBe(true)
    expect(zones.take()).toBeUndefined()
    expect(zones.receive(calls(1, 2))).toEqual({ calls: [], isNew: false })
  })
})

test('[EMBED-1] what happened to a zone before there was a gateway is the first that this one hears', () => {
  const zones = new HostLink({ from: 'zones' })
  const notice = (zoneId: string) => ({ noticed: { what: 'paused', zoneId, module: 'm', error: 'it held the server' } })
  for (let count = 0; count < 1_005; count++) zones.say(notice(`z${count}`))
  zones.say({ ended: ['c', 'z', 1] })
  expect(zones.take()).toBeUndefined()

  const doors = createDoors()
  doors.open()
  const hello = doors.take()
  expect(hello).toMatchObject({ s: 1, n: 1, ops: [] })
  expect(doors.take()).toBeUndefined()
  zones.receive(hello as NonNullable<typeof hello>)
  const { header } = zones.take() ?? {}
  const effects = doors.receive(header as NonNullable<typeof header>, none, 0)
  expect(effects).toHaveLength(1_000)
  expect([effects[0], effects.at(-1)]).toEqual([
    { do: 'noticed', notice: notice('z5').noticed },
    { do: 'noticed', notice: notice('z1004').noticed },
  ])
  expect(zones.take()).toBeUndefined()
})

describe('[LINK-6] where nobody is there, or the zone is elsewhere', () => {
  test('a call waits for the next one who is there, and fails after five seconds', () => {
    const doors = createDoors()
    const early = doors.ask('query', { zoneId: 'z' }, 0)
    const late = doors.ask('query', { zoneId: 'z' }, 3_000)
    doors.tell('connectionClosed', { connectionId: 'c', zoneIds: [] })
    expect(doors.take()).toBeUndefined()
    expect(doors.pass(4_999)).toEqual({ effects: [], nextAt: 5_000 })
    expect(doors.pass(5_000)).toMatchObject({ effects: [{ do: 'fail', rid: early }], nextAt: 8_000 })
    doors.open()
    expect(doors.take()?.ops.map(({ rid }) => rid)).toEqual([late])
  })

  test('[LINK-12] what is watched again goes out before all that waited, and a connection that closes is closed for what it asked', () => {
    const doors = createDoors()
    doors.open()
    doors.tell('connectionClosed', { connectionId: 'a' })
    doors.ask('subscribe', { zoneId: 'z', connectionId: 'b' }, 0)
    doors.tell('connectionClosed', { connectionId: 'b' })
    doors.lose()
    doors.tell('connectionClosed', { connectionId: 'c' })
    doors.ask('subscribe', { zoneId: 'z', connectionId: 'd' }, 0)
    for (const isCongested of [true, false]) doors.tell('setCongested', { connectionId: 'd', isCongested })
    doors.ask('query', { zoneId: 'z' }, 0)
    doors.tell('connectionClosed', { connectionId: 'd' })
    doors.open(() => doors.ask('subscribe', { zoneId: 'y', connectionId: 'e' }, 0))
    const ops = doors.take()?.ops.map(({ k, a }) => [k, (a as { connectionId?: string }).connectionId])
    expect(ops).toEqual([
      ['subscribe', 'e'],
      ['subscribe', 'b'],
      ['connectionClosed', 'b'],
      ['subscribe', 'd'],
      ['setCongested', 'd'],
      ['query', undefined],
      ['connectionClosed', 'd'],
    ])
  })

  test('one that came back is tried after 20, 40, … 320 ms, and is given up after five seconds', () => {
    const doors = createDoors()
    doors.open()
    const rid = doors.ask('query', { zoneId: 'z' }, 0)
    const times: number[] = []
    let now = 0
    let effects = doors.receive(parts(1, 1), none, now)
    for (let n = 2; effects.length === 0; n++) {
      expect(doors.take()?.ops).toHaveLength(1)
      times.push(now)
      effects = doors.receive(parts(1, n, { bounced: rid }), none, now)
      now = doors.pass(now).nextAt ?? now
      effects = [...effects, ...doors.pass(now).effects]
    }
    expect(times.slice(0, 7)).toEqual([0, 20, 60, 140, 300, 620, 940])
    expect(times.at(-1)).toBeLessThan(5_000)
    expect(effects).toMatchObject([{ do: 'fail', rid, fault: { name: 'ZoneUnreachable' } }])
  })

  test('whatever comes back, what is asked of one zone is carried out in its order, and each once', () => {
    const moves = fc.array(
      fc.oneof(
        fc.constantFrom('a', 'b').map((zoneId) => ({ zoneId })),
        fc.constant('pass'),
      ),
    )
    fc.assert(
      fc.property(moves, fc.array(fc.boolean()), (asked, bounces) => {
        const doors = createDoors()
        doors.open()
        const carriedOut: Record<string, number[]> = { a: [], b: [] }
        const expected: Record<string, number[]> = { a: [], b: [] }
        let n = 0
        let now = 0
        let done = 0
        const exchange = (isElsewhere: (zoneId: string) => boolean) => {
          for (let calls = doors.take(); calls !== undefined; calls = doors.take()) {
            const x = calls.ops.map(({ a, rid = 0 }): LinkPart => {
              const { zoneId } = a as { zoneId: string }
              if (isElsewhere(zoneId)) return { bounced: rid }
              carriedOut[zoneId]?.push(rid)
              return { rid, value: null }
            })
            n += 1
            done += doors.receive(parts(1, n, ...x), none, now).length
          }
        }
        for (const [index, move] of asked.entries()) {
          if (move === 'pass') now = doors.pass(now).nextAt ?? now
          else expected[move.zoneId]?.push(doors.ask('query', move, now))
          // A zone is elsewhere for a whole message: it does not move while one is read.
          exchange((zoneId) => bounces[index * 2 + Number(zoneId === 'b')] ?? false)
        }
        for (let round = 0; round < 3; round++) {
          now = doors.pass(now).nextAt ?? now
          doors.pass(now)
          exchange(() => false)
        }
        expect(carriedOut).toEqual(expected)
        expect(done).toBe(asked.filter((move) => move !== 'pass').length)
      }),
    )
  })
})
