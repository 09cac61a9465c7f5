import { replayRecording } from '@gridtick/testing'
import { describe, expect, test } from 'vitest'
import type { Limits } from '../../framework/engine/src/ports/limits.ts'
import { stateHash } from '../../framework/engine/src/recording/state-hash.ts'
import { size } from '../lanes/size.ts'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld, type Link, type World } from './world.ts'

/** Fails on what is poison, and remembers each run: who asked for what. */
function fragile(
  isPoison: (context: ProbeContext) => boolean = ({ intents }) => intents.some(({ type }) => type === 'boom'),
) {
  const runs: string[][] = []
  const onTick = (context: ProbeContext) => {
    const { intents, membership } = context
    runs.push([
      ...membership.map(({ playerId, change }) => `${playerId} ${change}`),
      ...intents.map(({ playerId, type }) => `${playerId} ${type}`),
    ])
    if (isPoison(context)) throw new Error('poison')
    return { update: [{ id: 'a', inc: [[['data', 'n'], intents.length]] }] }
  }
  return { module: probeModule({ onTick }), runs }
}

/** A world with these players in its zone. */
async function withPlayers(module: World['module'], names: readonly string[], limits: Partial<Limits> = {}) {
  const world = await createWorld(module, { limits, record: true })
  const links = names.map((name) => world.open(name))
  for (const link of links) await world.watch(link)
  await world.beat()
  return { world, links }
}

const codesOf = ({ player }: Link) => player.results.map(({ code, outcome }) => code ?? outcome)
const crowd = Array.from({ length: 12 }, (_, index) => `player-${index}`)

async function expectSameAgain(world: World): Promise<void> {
  const recording = await world.recording()
  expect(await replayRecording({ module: world.module, recording })).toMatchObject({ ok: true })
  expect(recording.ticks.at(-1)?.hash).toBe(world.zone && stateHash(world.zone.committed))
}

describe('a beat with failing intents', () => {
  test('[FAIL-2] settles all of it at once: the failing one is refused, everybody else is served', async () => {
    const { module, runs } = fragile()
    const { world, links } = await withPlayers(module, [...crowd, 'mal'])
    runs.length = 0
    for (const link of links) await world.intent(link, link.player.playerId === 'mal' ? 'boom' : 'act')
    await world.beat()
    expect(runs.length).toBeLessThanOrEqual(world.limits.isolationRunsMax)
    expect(links.map(codesOf)).toEqual([...crowd.map(() => ['applied']), ['intent_failed']])
    expect(world.zone?.queue.size).toBe(0)
    await expectSameAgain(world)
  })

  test('[FAIL-2] [FAIL-11] poison in every beat: thirty others are served in the beat they asked in, by few runs', async () => {
    const beatsMax = size({ usual: 30, long: 1_000 })
    const { module, runs } = fragile()
    const names = Array.from({ length: 30 }, (_, index) => `player-${index}`)
    const { world, links } = await withPlayers(module, [...names, 'mal'])
    const mal = links.at(-1) as Link
    const others = links.slice(0, -1)
    const runsOf: number[] = []
    for (let beats = 1; beats <= beatsMax; beats++) {
      // In the midst of the others, where a search has most to do.
      for (const [index, link] of others.entries()) {
        if (index === 15) await world.intent(mal, 'boom')
        await world.intent(link, 'act')
      }
      runs.length = 0
      await world.beat()
      runsOf.push(runs.length)
      for (const { player } of others) expect(player.results).toHaveLength(beats)
    }
    for (const { player } of others) expect(player.results.every(({ outcome }) => outcome === 'applied')).toBe(true)
    expect(codesOf(mal)).toEqual(Array(beatsMax).fill('intent_failed'))
    expect(Math.max(...runsOf)).toBeLessThanOrEqual(world.limits.isolationRunsMax)
    // After the third: the others, all of them, and what is stored.
    expect(runsOf.slice(3)).toEqual(Array(beatsMax - 3).fill(3))
  })

  test('[FAIL-2] a leave on which the module fails comes after what its player asked for before it', async () => {
    const { module } = fragile(({ membership }) => membership.some(({ change }) => change === 'left'))
    const { world, links } = await withPlayers(module, ['ann', 'bob'])
    const [ann, bob] = links as [Link, Link]
    await world.intent(ann, 'act')
    await world.leave(ann)
    await world.intent(bob, 'act')
    await world.beat()
    expect([codesOf(ann), codesOf(bob)]).toEqual([['applied'], ['applied']])
    expect(world.zone?.committed.players.map(({ playerId }) => playerId)).toEqual(['bob'])
    const { ticks } = await world.recording()
    expect(ticks.at(-1)).toMatchObject({ condemned: [{ kind: 'leave' }], condemnedAfter: [1] })
    await expectSameAgain(world)
  })

  test('[FAIL-2] what a player asked for behind an input that waits for the next beat waits with it', async () => {
    // The joins of ann and bob fail only in one step.
    const { module } = fragile(({ membership }) => membership.length > 1)
    const world = await createWorld(module, { record: true })
    const [ann, bob] = [world.open('ann'), world.open('bob')]
    await world.watch(ann)
    await world.watch(bob)
    await world.intent(bob, 'act')
    await world.intent(ann, 'act')
    await world.beat()
    expect([codesOf(ann), codesOf(bob)]).toEqual([['applied'], []])
    await world.beat()
    expect([codesOf(ann), codesOf(bob)]).toEqual([['applied'], ['applied']])
    expect(world.zone?.committed.players).toHaveLength(2)
    await expectSameAgain(world)
  })

  test('[FAIL-2] what only the storage refuses is found too, and others go on meanwhile', async () => {
    const { module } = fragile(() => false)
    const { world, links } = await withPlayers(module, crowd)
    const commit = world.storage.zones.commit
    world.storage.zones.commit = async (commits) => {
      const isBad = commits[0]?.log.some(({ playerId, result }) => playerId === 'player-5' && result !== 'failed')
      return isBad ? [{ outcome: 'rejected', reason: 'no such data' }] : commit(commits)
    }
    for (const link of links) await world.intent(link, 'act')
    for (let beats = 0; beats < 12; beats++) {
      await world.beat()
      await world.intent(links[0] as Link, 'act')
    }
    await world.beat()
    expect(codesOf(links[5] as Link)).toEqual(['intent_failed'])
    for (const [index, link] of links.entries()) if (index !== 5) expect(codesOf(link)).toContain('applied')
    expect(codesOf(links[0] as Link).length).toBeGreaterThan(8)
    expect(world.zone).toMatchObject({ life: { status: 'open' }, isolation: undefined })
  })

  test('[FAIL-3] a module that cannot go on without the member whose leave failed is at fault itself', async () => {
    const { module } = fragile(
      ({ players, membership }) => players.length === 0 || membership.some(({ change }) => change === 'left'),
    )
    const { world, links } = await withPlayers(module, ['ann'])
    await world.leave(links[0] as Link)
    await world.beat(10)
    expect(world.zone?.life.status).toBe('paused')
  })
})

describe('a player whose intents make the module fail', () => {
  /** Ann plays, and mal sends poison in each of so many beats. */
  async function poisoned(beats: number, limits: Partial<Limits> = {}) {
    const { module, runs } = fragile()
    const { world, links } = await withPlayers(module, ['ann', 'mal'], limits)
    const [ann, mal] = links as [Link, Link]
    const round = async () => {
      runs.length = 0
      await world.intent(mal, 'boom')
      await world.intent(ann, 'act')
      await world.beat()
      return [...runs]
    }
    for (let done = 0; done < beats; done++) await round()
    return { world, ann, mal, runs, round }
  }

  test('[FAIL-11] is isolated after the third within a minute: after all others, alone, one input a beat', async () => {
    const { world, ann, mal, runs, round } = await poisoned(2)
    expect((await round())[0]).toEqual(['mal boom', 'ann act'])
    runs.length = 0
    for (const type of ['act', 'boom', 'act']) await world.intent(mal, type)
    await world.intent(ann, 'act')
    await world.beat()
    expect(runs).toEqual([['ann act'], ['ann act', 'mal act']])
    runs.length = 0
    await world.intent(ann, 'act')
    await world.beat()
    expect(runs).toEqual([['ann act'], ['ann act', 'mal boom'], ['ann act']])
    await world.beat()
    expect(codesOf(mal).slice(-3)).toEqual(['applied', 'intent_failed', 'applied'])
    expect(codesOf(ann)).toEqual(Array(5).fill('applied'))
    await expectSameAgain(world)
  })

  test('[FAIL-11] so is one whose joins make it fail, and who is no member at all', async () => {
    const { module, runs } = fragile(({ membership }) => membership.some(({ playerId }) => playerId === 'mal'))
    const { world, links } = await withPlayers(module, ['ann'])
    const mal = world.open('mal')
    for (let beats = 0; beats < 4; beats++) {
      runs.length = 0
      await world.watch(mal)
      await world.intent(links[0] as Link, 'act')
      await world.beat()
    }
    expect(runs).toEqual(
      [['ann act'], ['mal joined', 'ann act'], ['ann act']].map((run) => expect.arrayContaining(run)),
    )
    expect(mal.player.refusals.map(({ code }) => code)).toEqual(Array(4).fill('join_failed'))
  })

  test('[FAIL-11] is forgotten after a minute without a failure, and not before', async () => {
    const { world, ann, mal, runs } = await poisoned(3)
    const together = async () => {
      runs.length = 0
      await world.intent(mal, 'act')
      await world.intent(ann, 'act')
      await world.beat()
      return runs.length === 1
    }
    world.clock.advance(world.limits.poisonMs - 200)
    expect(await together()).toBe(false)
    expect(await together()).toBe(true)
    expect(runs).toEqual([['mal act', 'ann act']])
  })

  test('[FAIL-11] three in more than a minute are no reason', async () => {
    const { world, runs, round } = await poisoned(2)
    world.clock.advance(59_700)
    await round()
    await round()
    expect(runs[0]).toEqual(['ann act'])
    const later = await poisoned(2)
    later.world.clock.advance(59_850)
    await later.round()
    later.runs.length = 0
    expect((await later.round())[0]).toEqual(['mal boom', 'ann act'])
  })

  test('[FAIL-11] is remembered as long as the zone is loaded, by at most poisonPlayersMax names', async () => {
    const { module } = fragile()
    const { world, links } = await withPlayers(module, crowd, { poisonPlayersMax: 4 })
    for (let beats = 0; beats < 3; beats++)
      for (const link of links) {
        await world.intent(link, 'boom')
        await world.beat()
      }
    expect(world.zone?.poison.size).toBe(4)
    world.restart()
    await world.watch(world.open('player-11'))
    expect(world.zone?.poison.size).toBe(0)
  })
})

describe('what an operator learns', () => {
  test('[FAIL-11] one line a minute for a type of intent, with how many it stands for; health counts them', async () => {
    const { module } = fragile()
    const { world, links } = await withPlayers(module, ['mal'])
    const [mal] = links as [Link]
    for (let beats = 0; beats < 40; beats++) {
      await world.intent(mal, 'boom')
      await world.beat()
    }
    expect(world.errors).toEqual([
      expect.stringMatching(/^module probe, zone .*, tick 2, intent boom, player mal: onTick threw Error: poison \(/),
    ])
    expect(world.failedSteps).toHaveLength(40)
    expect((await world.host.health()).failing).toEqual([{ module: 'probe', type: 'intent boom', count: 40 }])
    world.clock.advance(60_000)
    await world.intent(mal, 'boom')
    await world.beat()
    expect(world.errors.slice(1)).toEqual([
      expect.stringMatching(/intent boom, player mal: .* \(39 more since the last line like this one\)$/),
    ])
    world.clock.advance(300_000)
    expect((await world.host.health()).failing).toEqual([])
  })
})
