import { type LeakCheck, type LeakReport, type TestZone, testZone, type VariedIntent } from '@gridtick/testing'
import { everyone } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { type ProbeParts, probeModule } from '../../zone/probe-module.ts'

/** Ann sees all things but those of bob; bob's are hidden. An act moves what its value names, or says something to all. */
const parts: ProbeParts = {
  create: ['ann', 'bob'].map((ownerId, x) => ({ id: ownerId, kind: 'thing', x, y: 1, ownerId, data: { n: 0 } })),
  onTick: ({ intents }) => ({
    update: intents.flatMap(({ playerId, payload: { value = 1 } }) => [
      { id: playerId, inc: [[['data', 'n'], value]] },
      ...(value === 7 ? [{ id: 'ann', inc: [[['data', 'n'], 1]] }] : []),
    ]),
    events: intents
      .filter(({ payload: { value = 0 } }) => value >= 50)
      .map(({ playerId, payload }) => ({
        event: 'loud',
        payload: `${'.'.repeat(700)}${playerId} ${payload.value}`,
        to: everyone(),
      })),
  }),
  getPlayerState: ({ base, playerId }) => ({ entities: base.entities.ownedBy(playerId) }),
}

/** What bob asks for, tick by tick. */
async function played(values: readonly (number | undefined)[], more: ProbeParts = {}): Promise<TestZone> {
  const zone = await testZone(probeModule({ ...parts, ...more }))
  await zone.join('ann', 'bob')
  for (const value of values) {
    if (value !== undefined) zone.intent('bob', 'act', { value })
    await zone.tick()
  }
  return zone
}

async function check(
  values: readonly (number | undefined)[],
  more: Omit<LeakCheck, 'viewer'> = {},
): Promise<LeakReport> {
  return (await played(values)).expectNoLeak({ viewer: 'ann', ...more })
}

async function failure(values: readonly (number | undefined)[], more: Omit<LeakCheck, 'viewer'> = {}): Promise<string> {
  return check(values, more).then(
    () => 'nothing was found',
    (error: Error) => error.message,
  )
}

/** Leaves all intents but those of this value as they are. */
const instead = (of: number, value: number) => (intent: VariedIntent) =>
  (intent.payload as { value?: number }).value === of ? { ...intent, payload: { value } } : intent

describe('what the leak check says', () => {
  test('[FOG-5] the error names window, path, tick, both values where they differ, and the variation', async () => {
    const message = await failure([1, 2, 60], { variants: 1, varyIntents: instead(60, 61) })
    expect(message.split('\n')).toEqual([
      'ann can notice something hidden at tick 4, through an event: [0].payload',
      `  as it was: …${'.'.repeat(55)}bob 60"`,
      `  varied:    …${'.'.repeat(55)}bob 61"`,
      '  what was changed: bob\'s `act` #3 at tick 4 became [{"playerId":"bob","type":"act","payload":{"value":61}}], by varyIntents',
    ])
  })

  test('[FOG-5] a frame that comes or does not come is named as a whole', async () => {
    const tells: ProbeParts = { getPlayerState: ({ base }) => ({ entities: [], extras: { score: base.tick } }) }
    const zone = await played([1, undefined, 1, undefined], tells)
    await expect(zone.expectNoLeak({ viewer: 'ann' })).rejects.toThrow(
      /through a frame: \[0\]\n {2}as it was: .*\n {2}varied: {4}nothing\n/,
    )
  })

  test('[FOG-4] a variation is left out from the tick on in which the viewer sees something else', async () => {
    const { intents, text } = await check([1, 7, 1, 1], { varyIntents: instead(7, 8) })
    expect(intents.leftOut).toContainEqual({
      variation:
        'bob\'s `act` #2 at tick 3 became [{"playerId":"bob","type":"act","payload":{"value":8}}], by varyIntents',
      tick: 3,
      because: 'view',
      difference: 'ann.data.n: 0, not 1',
    })
    expect(intents.run).toBeGreaterThan(intents.compared)
    expect(text).toMatch(/Left out, from a tick on: \d+\.\n {4}.* at tick \d ann sees something else \(/)
  })

  test('[FOG-4] mayKnow leaves out what the viewer may learn of, and only that', async () => {
    const loud: LeakCheck['mayKnow'] = ({ intent }) => Number((intent.payload as { value?: number }).value) >= 50
    expect(await failure([60, 1, 1])).toContain('through an event')
    const { intents } = await check([60, 1, 1], { mayKnow: loud })
    expect(intents.leftOut.map(({ because }) => because)).toContain('knowledge')
    expect(intents.compared).toBeGreaterThan(0)
    const quiet: LeakCheck['mayKnow'] = (context) => !loud(context)
    expect(await failure([60, 1, 1], { mayKnow: quiet })).toContain('through an event')
  })

  test('[FOG-4] mayKnow is asked with what is stored before the tick and after it, and sees as the viewer does', async () => {
    const asked: unknown[] = []
    await check([5], {
      variants: 1,
      mayKnow({ viewer, intent, tick, entities, sees }) {
        asked.push([viewer, intent.type, tick, entities.get('bob')?.data, sees('ann'), sees('bob')])
        return false
      },
    })
    expect(asked.slice(0, 2)).toEqual([
      ['ann', 'act', 1, { n: 0 }, true, false],
      ['ann', 'act', 2, { n: 5 }, true, false],
    ])
  })

  test('[FOG-4] alsoKnows leaves out from the tick on in which something else may be known', async () => {
    const sum: ProbeParts['getPlayerState'] = ({ base, playerId }) => ({
      entities: base.entities.ownedBy(playerId),
      extras: { parity: Number(base.entities.get('bob')?.data.n) % 2 },
    })
    const zone = await played([2, 1, 4], { getPlayerState: sum })
    await expect(zone.expectNoLeak({ viewer: 'ann' })).rejects.toThrow(/extras\.parity/)
    const { intents } = await zone.expectNoLeak({
      viewer: 'ann',
      alsoKnows: ({ entities }) => Number((entities.get('bob')?.data as { n?: number } | undefined)?.n) % 2,
    })
    expect(intents.compared).toBeGreaterThan(0)
    expect(intents.leftOut.length).toBeGreaterThan(0)
  })

  test('[FOG-5] variations that are all left out prove nothing, and the first of them is named', async () => {
    const message = await failure([1, 1], { mayKnow: () => true })
    expect(message).toMatch(
      /^The leak check for ann proved nothing.*\n {2}Intents: \d+ variations of what others did were run, and none could be compared; .*at tick \d ann may know of it \(/,
    )
    expect(await failure([undefined])).toContain('nobody but ann asked for anything in this game')
  })

  test('[FOG-5] varyIntents that changes nothing does not count; what it may not do is said', async () => {
    const without = await check([1, 1])
    const same = await check([1, 1], { varyIntents: (intent) => ({ ...intent }) })
    expect(same.intents.possible).toBe(without.intents.possible)
    const dropped = await check([1, 1], { varyIntents: () => undefined })
    expect(dropped.intents.possible).toBe(without.intents.possible + 2)
    expect(await failure([1], { varyIntents: (intent) => ({ ...intent, playerId: 'ann' }) })).toBe(
      'varyIntents must not let ann do anything: ann is the viewer.',
    )
    expect(await failure([1], { varyIntents: (intent) => ({ ...intent, payload: { value: 'x' } }) })).toMatch(
      /^varyIntents made an intent that the module refuses at the door: act\/value: /,
    )
  })

  test('[FOG-5] of more variations than it may run it draws that many, others for another seed', async () => {
    const values = Array.from({ length: 30 }, (_, at) => at + 10)
    const known: LeakCheck['mayKnow'] = ({ tick }) => tick % 5 === 0
    const [one, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => check(values, { variants: 10, mayKnow: known, seed })),
    )
    expect(one?.intents).toMatchObject({ run: 10, possible: 121 })
    expect(again).toEqual(one)
    expect(other?.intents.leftOut).not.toEqual(one?.intents.leftOut)
  })
})
