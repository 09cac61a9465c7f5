import { setImmediate as nextTurn } from 'node:timers/promises'
import { testZone } from '@gridtick/testing'
import { accept } from 'gridtick'
import { describe, expect, test } from 'vitest'
import type { GameModule } from '../../../framework/core/src/contract/module.ts'
import { type ProbeParts, probeModule } from '../probe-module.ts'
import { createWorld, type Link, storyOf } from '../world.ts'

const forever = (): never => {
  for (;;);
}
const limits = { moduleMsMax: 100 }
const guarded = (module: GameModule) => createWorld(module, { isGuarded: true, limits })
const guardedProbe = (parts: ProbeParts) => guarded(probeModule(parts))
/** Looks after each single step of what runs, so that nothing happens between the condition and what follows. */
async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    for (let step = 0; step < 100; step++) {
      if (condition()) return
      await Promise.resolve()
    }
    await nextTurn()
  }
  throw new Error('it did not come to that')
}
const lastOf = (link: Link) => link.player.messages.at(-1)

describe('onTick', () => {
  test('[FAIL-7] an intent in which it does not return is refused in the same beat; the zone goes on', async () => {
    const world = await guardedProbe({
      onTick: ({ intents, tick }) =>
        intents.some(({ type }) => type === 'boom') ? forever() : { extras: { score: tick } },
    })
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat()
    await world.intent(ann, 'boom')
    await world.beat()
    await world.beat()
    expect(ann.player.results).toMatchObject([{ outcome: 'refused', code: 'intent_failed' }])
    expect(world.zone).toMatchObject({ life: { status: 'open', failures: 0 } })
    expect(world.zone?.doubts).toEqual({})
    expect(world.errors).toMatchObject([
      expect.stringMatching(
        /^module probe, zone id-1, tick 2, intent boom, player ann: onTick of probe did not return within 100 ms \(moduleMsMax\), and was stopped after \d+ ms\. Look for/,
      ),
    ])
  })

  test('[FAIL-11] a player who had it stopped poisonMax times is refused without another run, for a minute', async () => {
    let stops = 0
    const world = await guardedProbe({
      onTick({ intents }) {
        if (intents.some(({ type }) => type === 'boom')) {
          stops += 1
          forever()
        }
        return {}
      },
    })
    const [ann, mal] = [world.open('ann'), world.open('mal')]
    for (const link of [ann, mal]) await world.watch(link)
    await world.beat()
    const round = async () => {
      await world.intent(mal, 'boom')
      await world.beat()
    }
    for (let beats = 0; beats < 3; beats++) await round()
    expect(stops).toBe(3)
    for (let beats = 0; beats < 10; beats++) {
      await world.intent(ann, 'act')
      await world.intent(mal, 'act')
      await round()
    }
    expect(stops).toBe(3)
    expect(mal.player.results.map(({ code }) => code)).toEqual(Array(23).fill('intent_failed'))
    expect(ann.player.results.map(({ outcome }) => outcome)).toEqual(Array(10).fill('applied'))
    world.clock.advance(world.limits.poisonMs)
    await round()
    expect(stops).toBe(4)
  })

  test('[FAIL-7] [FAIL-3] one that never returns is tried after 1 and 2 beats, then the zone is paused', async () => {
    let isStuck = false
    let runs = 0
    const world = await guardedProbe({
      onTick() {
        runs += 1
        return isStuck ? forever() : {}
      },
    })
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat()
    isStuck = true
    runs = 0
    const runsOfBeats = []
    for (let beat = 0; beat < 6; beat++) {
      await world.beat()
      runsOfBeats.push(runs)
    }
    expect(runsOfBeats).toEqual([1, 2, 2, 3, 3, 3])
    expect(world.zone?.life).toMatchObject({
      status: 'paused',
      error: expect.stringContaining('did not return within 100 ms'),
    })
    expect(lastOf(ann)).toMatchObject({ type: 'zone_status', status: 'paused', code: 'internal' })
  })

  test('[FAIL-7] the time that its result takes to be read counts, too', async () => {
    const world = await guardedProbe({
      onTick: ({ intents }) => (intents.length > 0 ? { state: { ...new Proxy({ note: 'x' }, { get: forever }) } } : {}),
    })
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat()
    await world.intent(ann, 'act')
    await world.beat()
    expect(ann.player.results).toMatchObject([{ code: 'intent_failed' }])
  })

  test('[FAIL-12] the zone is loaded again before its next step, and its watchers go on', async () => {
    const world = await guardedProbe({
      onTick({ intents, entities }) {
        entities.all()
        if (intents.some(({ type }) => type === 'boom')) forever()
        return { update: [{ id: 'a', inc: [[['data', 'n'], 1]] }] }
      },
    })
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat(2)
    const before = world.zone?.committed.entities
    await world.intent(ann, 'boom')
    const loads = world.storage.faults.countOf('loadZone')
    await world.beat(2)
    expect(world.storage.faults.countOf('loadZone')).toBe(loads + 1)
    expect(world.zone?.committed.entities).not.toBe(before)
    expect(storyOf(ann).slice(-4)).toEqual(['intent_received', 'intent_result intent_failed', 'tick 3', 'tick 4'])
    expect(ann.player.messages.at(-1)).toMatchObject({ full: false, prev: 3, patch: [['a', { data: { n: 5 } }]] })
  })

  test('what it logs is written after it has returned, also where it was stopped', async () => {
    const world = await guardedProbe({
      onTick({ log, intents }) {
        if (intents.length === 0) return {}
        log.error('one', { text: 'a' })
        for (;;) log.error('more')
      },
    })
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat()
    await world.intent(ann, 'act')
    await world.beat()
    expect(world.errors.slice(0, 2)).toEqual(['one', 'more'])
    expect(world.errors.filter((line) => line === 'more')).toHaveLength(world.limits.logLinesPerTickMax - 1)
  })
})

test('[FAIL-7] the test kit stops hooks on request, and says which did not return', async () => {
  const module = probeModule({
    onTick: ({ intents }) => (intents.length > 0 ? forever() : {}),
    answer: forever,
  })
  const zone = await testZone(module, { isGuarded: true, isQuiet: true, limits })
  await zone.join('ann')
  zone.intent('ann', 'act')
  await zone.tick()
  expect(zone.refusals('ann')).toMatchObject([{ code: 'intent_failed' }])
  expect(zone.query('ann', 'ask')).toMatchObject({ refused: { code: 'query_failed' } })
  expect(zone.faults()).toEqual([
    expect.stringContaining('onTick of probe did not return within 100 ms'),
    expect.stringContaining('queries.ask of probe did not return within 100 ms'),
  ])
})

describe('canJoin', () => {
  test('[FAIL-7] one in which it does not return is refused in the same beat; others join', async () => {
    let asked = 0
    const world = await guardedProbe({
      canJoin({ player }) {
        asked += 1
        return player.playerId === 'bob' ? forever() : accept()
      },
    })
    const links = ['ann', 'bob', 'cem'].map((name) => world.open(name)) as [Link, Link, Link]
    for (const link of links) await world.watch(link)
    await world.beat()
    expect(links.map(storyOf)).toEqual([['subscribed', 'tick 1'], ['error join_failed'], ['subscribed', 'tick 1']])
    // Nothing was searched: ann and bob, then ann and cem.
    expect(asked).toBe(4)
    expect(world.errors[0]).toMatch(/player bob: canJoin of probe did not return/)
  })
})

describe('views', () => {
  const hooks: readonly (readonly [string, string, ProbeParts])[] = [
    [
      'a view',
      'getPlayerState',
      { getPlayerState: ({ base, playerId }) => (playerId === 'bob' ? forever() : { entities: base.entities.all() }) },
    ],
    [
      'a redaction',
      'redactions.ghost',
      {
        redactions: { ghost: forever },
        getPlayerState: ({ base, playerId, redact }) => ({
          entities: base.entities.all().map((entity) => (playerId === 'bob' ? redact(entity, 'ghost') : entity)),
        }),
      },
    ],
  ]
  test.each(hooks)(
    '[FAIL-7] [FAIL-6] %s that does not return fails for its player alone',
    async (_name, hook, parts) => {
      const world = await guardedProbe({
        ...parts,
        onTick: () => ({ update: [{ id: 'a', inc: [[['data', 'n'], 1]] }] }),
      })
      const [ann, bob, cem] = ['ann', 'bob', 'cem'].map((name) => world.open(name)) as [Link, Link, Link]
      for (const link of [ann, bob, cem]) await world.watch(link)
      await world.beat(2)
      expect(storyOf(bob)).toEqual(['subscribed', 'view_unavailable'])
      for (const link of [ann, cem]) expect(storyOf(link)).toEqual(['subscribed', 'tick 1', 'tick 2'])
      expect(world.errors[0]).toMatch(
        new RegExp(`^module probe, zone id-1, tick 1, player bob: ${hook} of probe did not return`),
      )
      await world.beat(3)
      expect(bob.closedWith).toBe(1011)
      expect([ann.closedWith, world.zone?.life.status]).toEqual([undefined, 'open'])
    },
  )

  test('[FAIL-14] where the views of all do not return, a few of a tick are stopped, and the others fail as they are', async () => {
    let runs = 0
    let isStuck = false
    const world = await guardedProbe({
      onTick: () => ({ update: [{ id: 'a', inc: [[['data', 'n'], 1]] }] }),
      getPlayerState({ base }) {
        runs += 1
        return isStuck ? forever() : { entities: base.entities.all() }
      },
    })
    const links = Array.from({ length: 8 }, (_, index) => world.open(`player ${index}`))
    for (const link of links) await world.watch(link)
    await world.beat()
    isStuck = true
    runs = 0
    await world.beat()
    expect(runs).toBe(world.limits.stoppedViewsMax)
    expect(links.map((link) => lastOf(link)?.type)).toEqual(links.map(() => 'view_unavailable'))
    isStuck = false
    await world.beat()
    // Those that were stopped rest; the others see again.
    expect(links.map((link) => lastOf(link)?.type === 'tick')).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
    ])
  })

  test('[FAIL-12] who unsubscribes, or begins again, while views are made gets no frame of before', async () => {
    const world = await guardedProbe({ onTick: () => ({ update: [{ id: 'a', inc: [[['data', 'n'], 1]] }] }) })
    const [ann, bob] = ['ann', 'bob'].map((name) => world.open(name)) as [Link, Link]
    for (const link of [ann, bob]) await world.watch(link)
    await world.beat()
    const showing = world.beat()
    await until(() => world.zone?.committed.tick === 2)
    const { host, zoneId } = world
    await host.unsubscribe({ connectionId: ann.id, zoneId })
    await world.watch(bob)
    await showing
    expect(storyOf(ann)).toEqual(['subscribed', 'tick 1', 'unsubscribed'])
    expect(storyOf(bob)).toEqual(['subscribed', 'tick 1', 'subscribed', 'tick 2'])
  })
})
