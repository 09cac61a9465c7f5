import { debugOnly, defineModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { IntentRates } from '../../framework/engine/src/inputs/intent-rates.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { createWorld, type Link, type World } from './world.ts'

const chatty = () =>
  defineModule({
    name: 'chatty',
    version: '1.0.0',
    stateVersion: 1,
    config: z.strictObject({}),
    entities: {},
    intents: {
      say: { payload: z.strictObject({ text: z.string() }), rate: { perSecond: 2, burst: 3 } },
      move: z.strictObject({}),
      shout: { payload: z.strictObject({}), rate: { perSecond: 0.5, burst: 1 }, debugOnly: true },
      reset: debugOnly(z.strictObject({})),
    },
    schedule: { kind: 'interval', everyMs: 100 },
    createZone: () => ({}),
    onTick: () => ({}),
    getPlayerState: () => ({ entities: [] }),
  })

async function withPlayers(limits = {}) {
  const world = await createWorld(chatty(), { limits })
  const links = [world.open('ann'), world.open('bob')] as const
  for (const link of links) await world.watch(link)
  await world.beat()
  return { world, ann: links[0], bob: links[1] }
}

async function say(world: World, link: Link, more: { seq?: number; isDebug?: boolean } = {}): Promise<string> {
  const receipt = await world.intent(link, 'say', { text: 'hello' }, more)
  return receipt.accepted ? 'queued' : receipt.refused.code
}

const limited = { accepted: false, refused: { code: 'rate_limited', retryAfterMs: 500 } }

describe('the rate of an intent', () => {
  test('[INT-7] lets a burst through and then so many a second, for each player; the refusal says when to try again', async () => {
    const { world, ann, bob } = await withPlayers()
    expect([await say(world, ann), await say(world, ann), await say(world, ann)]).toEqual(Array(3).fill('queued'))
    expect(await world.intent(ann, 'say', { text: 'hello' })).toMatchObject(limited)
    expect(ann.player.results).toMatchObject([
      {
        outcome: 'refused',
        code: 'rate_limited',
        message: 'At most 2 a second of "say", and 3 at once.',
        retryable: true,
        retryAfterMs: 500,
      },
    ])
    expect(await say(world, bob)).toBe('queued')
    expect(await world.intent(ann, 'move')).toMatchObject({ accepted: true })
    world.clock.advance(499)
    expect(await say(world, ann)).toBe('rate_limited')
    world.clock.advance(1)
    expect([await say(world, ann), await say(world, ann)]).toEqual(['queued', 'rate_limited'])
    world.clock.advance(3_600_000)
    for (const expected of ['queued', 'queued', 'queued', 'rate_limited']) expect(await say(world, ann)).toBe(expected)
  })

  test('[INT-7] [INT-4] a refusal settles nothing, and costs nothing; a resend costs nothing either', async () => {
    const { world, ann } = await withPlayers()
    for (let seq = 1; seq <= 3; seq++) await say(world, ann, { seq })
    expect(await say(world, ann, { seq: 4 })).toBe('rate_limited')
    expect(await say(world, ann, { seq: 3 })).toBe('queued')
    await world.beat()
    expect(await world.intent(ann, 'say', { text: 'hello' }, { seq: 2 })).toMatchObject({ accepted: true })
    world.clock.advance(400)
    expect(await say(world, ann, { seq: 4 })).toBe('queued')
    world.clock.advance(3_000)
    for (let tries = 0; tries < 10; tries++) await world.intent(ann, 'say', { text: 7 })
    expect(await say(world, ann)).toBe('queued')
  })

  test('[INT-7] does not bind an operator, whose intents cost a player nothing', async () => {
    const { world, ann } = await withPlayers()
    for (let tries = 0; tries < 10; tries++) expect(await say(world, ann, { isDebug: true })).toBe('queued')
    expect(await world.intent(ann, 'shout')).toMatchObject({ refused: { code: 'forbidden' } })
    expect(await say(world, ann)).toBe('queued')
  })

  test('[INT-7] is remembered for at most intentRateKeysMax, and the one asked for longest ago is forgotten', () => {
    const rates = new IntentRates({ ...defaultLimits, intentRateKeysMax: 2 })
    const rate = { perSecond: 1, burst: 1 }
    for (const player of ['ann', 'bob', 'cem']) rates.take(player, 'say', rate, 0)
    expect(rates.size).toBe(2)
    expect(['ann', 'bob', 'cem'].map((player) => rates.waitMs(player, 'say', rate, 250))).toEqual([0, 750, 750])
    expect(rates.waitMs('bob', 'shout', rate, 250)).toBe(0)
    expect(rates.waitMs('bob', 'say', rate, 1_000)).toBe(0)
  })
})
