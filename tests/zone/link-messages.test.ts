import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { MessageKind } from '../../framework/engine/src/ports/connection-outlet.ts'
import type { ZoneLink } from '../../framework/engine/src/ports/zone-link.ts'
import { probeModule } from './probe-module.ts'
import { createWorld } from './world.ts'

const actor = (playerId: string) => ({ playerId, displayName: playerId, role: 'player' }) as const

async function joined() {
  const world = await createWorld({ ...probeModule(), description: 'A probe.' }, { record: true })
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  return { world, ann }
}

/** Every call of the link, with what it may be asked. */
const calls: { readonly [Name in keyof ZoneLink]: (zoneId: string) => Parameters<ZoneLink[Name]>[0] } = {
  subscribe: (zoneId) => ({ connectionId: 'c', zoneId, watch: 9, player: actor('bob'), mode: 'delta', ref: 's' }),
  setCongested: (zoneId) => ({ connectionId: 'c', zoneIds: [zoneId], isCongested: true }),
  submitIntent: (zoneId) => ({ zoneId, player: actor('ann'), type: 'act', payload: { value: 5 }, operation: 'o' }),
  query: (zoneId) => ({ zoneId, playerId: 'ann', name: 'nothing', input: {} }),
  listZones: () => ({ limit: 5 }),
  describeZone: (zoneId) => zoneId,
  listPlayers: (zoneId) => zoneId,
  isMember: (zoneId) => ({ zoneId, playerId: 'ann' }),
  readState: (zoneId) => ({ zoneId, as: 'everything' }),
  readLog: (zoneId) => ({ zoneId, afterSeq: 0, limit: 10 }),
  readRecording: (zoneId) => ({ zoneId, fromTick: 0, ticksMax: 10, bytesMax: 1_000_000 }),
  listModules: () => undefined as never,
  health: () => undefined as never,
  createZone: () => ({ module: 'probe' }),
  changeZone: (zoneId) => ({ zoneId, name: 'other' }),
  pauseZone: (zoneId) => zoneId,
  stepZone: (zoneId) => ({ zoneId, ticks: 2 }),
  resumeZone: (zoneId) => ({ zoneId, discardIntents: true }),
  unsubscribe: (zoneId) => ({ connectionId: 'c', zoneId, ref: 'u' }),
  leave: (zoneId) => ({ connectionId: 'c', zoneId, player: actor('ann'), ref: 'l' }),
  connectionClosed: (zoneId) => ({ connectionId: 'c', zoneIds: [zoneId] }),
  deleteZone: (zoneId) => zoneId,
}

describe('[LINK-1] the link carries data, and nothing else', () => {
  test.each(Object.keys(calls) as (keyof ZoneLink)[])('%s', async (name) => {
    const { world } = await joined()
    const argument = calls[name](world.zoneId)
    expect(structuredClone(argument)).toEqual(argument)
    const call = world.host[name] as (argument: unknown) => unknown
    const answer = await call(structuredClone(argument))
    expect(plainCopy(answer)).toEqual(answer)
  })

  test('a module is told of by name, version and schemas', async () => {
    const module = {
      ...probeModule(),
      description: 'A probe.',
      intents: {
        say: { payload: z.strictObject({ text: z.string() }), rate: { perSecond: 1, burst: 5 } },
        warp: { payload: z.strictObject({}), debugOnly: true as const },
      },
    }
    const world = await createWorld(module)
    expect(await world.host.listModules()).toMatchObject([
      {
        name: 'probe',
        description: 'A probe.',
        intents: {
          say: { payload: { properties: { text: { type: 'string' } } }, isDebugOnly: false, rate: { burst: 5 } },
          warp: { isDebugOnly: true },
        },
      },
    ])
  })
})

/** A copy that a structured clone makes; throws where that loses something, as the methods of a class. */
function plainCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainCopy)
  if (typeof value !== 'object' || value === null) return structuredClone(value)
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  return Object.fromEntries(Object.entries(structuredClone(value)).map(([key, inner]) => [key, plainCopy(inner)]))
}

describe('[LINK-2] sending an intent and hearing of its result are two things', () => {
  test('the receipt says that it is queued; what became of it is told by the name of the operation, once', async () => {
    const { world, ann } = await joined()
    const receipt = await world.intent(ann, 'act', {}, { seq: 1, operation: 'o1' })
    expect(receipt).toEqual({ accepted: true, intentId: expect.any(String) })
    expect([...world.settled]).toEqual([])
    await world.beat()
    expect([...world.settled]).toMatchObject([['o1', { outcome: 'applied', seq: 1, tick: 2 }]])
    expect(world.settled.get('o1')).not.toHaveProperty('duplicate')
  })

  test('a resend is told too, whether the first waits or is settled; a refusal at the door is in the receipt alone', async () => {
    const { world, ann } = await joined()
    for (const operation of ['o1', 'o2']) await world.intent(ann, 'act', {}, { seq: 1, operation })
    await world.beat()
    await world.intent(ann, 'act', {}, { seq: 1, operation: 'o3' })
    expect(await world.intent(ann, 'nonsense', {}, { operation: 'o4' })).toMatchObject({ accepted: false })
    expect([...world.settled.keys()]).toEqual(['o1', 'o2', 'o3'])
    expect(world.settled.get('o2')).toMatchObject({ outcome: 'applied', duplicate: true })
    expect(world.settled.get('o3')).toMatchObject({ outcome: 'applied', duplicate: true })
  })
})

describe('[LINK-4] each intent and each leave of a connection has one final text', () => {
  const finals = (kinds: readonly MessageKind[]) => kinds.filter((kind) => kind === 'final').length

  test('applied, sent again, refused at the door, discarded, of a zone that is gone, and when the server stops', async () => {
    const { world, ann } = await joined()
    await world.intent(ann, 'act', {}, { seq: 1 })
    await world.intent(ann, 'act', {}, { seq: 1 })
    await world.intent(ann, 'nonsense')
    await world.beat()
    expect(finals(ann.kinds)).toBe(3)
    await world.intent(ann, 'act', {}, { seq: 1 })
    expect(finals(ann.kinds)).toBe(4)
    await world.intent(ann, 'act')
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: true })
    await world.beat()
    expect(finals(ann.kinds)).toBe(5)
    await world.intent(ann, 'act')
    world.host.refuseQueued()
    expect(finals(ann.kinds)).toBe(6)
    await world.intent(ann, 'act')
    await world.host.deleteZone(world.zoneId)
    expect(finals(ann.kinds)).toBe(7)
    await world.intent(ann, 'act')
    await world.leave(ann)
    expect(finals(ann.kinds)).toBe(9)
  })

  test('a leave: with the next step, at once where the zone does not step, and refused', async () => {
    const { world, ann } = await joined()
    await world.leave(ann)
    expect(finals(ann.kinds)).toBe(0)
    await world.beat()
    expect(finals(ann.kinds)).toBe(1)
    await world.watch(ann)
    await world.beat()
    await world.leave(ann)
    await world.host.pauseZone(world.zoneId)
    expect(finals(ann.kinds)).toBe(2)
    await world.leave(ann)
    expect(finals(ann.kinds)).toBe(3)
  })

  test('frames are told from answers', async () => {
    const { ann } = await joined()
    expect(ann.kinds).toEqual(['answer', 'frame'])
  })
})
