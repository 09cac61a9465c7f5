import { testZone } from '@gridtick/testing'
import { refuse } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { counter, countOf } from './counter-module.ts'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld, storyOf } from './world.ts'

describe('a failing step', () => {
  test('[FAIL-1] [FAIL-8] leaves everything as it was; players learn nothing of the error', async () => {
    let isBroken = false
    const { module } = counter({ isBroken: () => isBroken })
    const zone = await testZone(module, { isQuiet: true })
    await zone.join('ann')
    const [before, messages] = [zone.hash(), zone.messages('ann').length]
    isBroken = true
    zone.intent('ann', 'act')
    await zone.tick()
    expect(zone.hash()).toBe(before)
    expect(zone.messages('ann').slice(messages)).toMatchObject([{ type: 'intent_received' }])
    expect(zone.faults()[0]).toMatch(
      new RegExp(
        `^module probe, zone ${zone.id}, tick 2: onTick threw Error: the rules are broken \\(.*counter-module\\.ts:\\d+`,
      ),
    )
    expect(JSON.stringify(zone.messages('ann'))).not.toContain('broken')
  })

  test('[FAIL-1] another zone of the same process is untouched', async () => {
    const bad = await testZone(counter({ isBroken: () => true }).module, { isQuiet: true })
    const good = await testZone(counter().module)
    await good.join('ann')
    await bad.join('ann')
    good.intent('ann', 'act')
    await Promise.all([good.tick(), bad.tick()])
    expect([countOf(good), good.status, bad.tickNumber]).toEqual([2, 'open', 0])
  })

  test('[FAIL-1] what cannot even be printed can be thrown', async () => {
    const throwing = Object.create(null)
    const onTick = ({ intents }: ProbeContext) => {
      if (intents.length > 0) throw throwing
      return {}
    }
    const zone = await testZone(probeModule({ onTick }), { isQuiet: true })
    await zone.join('ann')
    zone.intent('ann', 'act')
    await zone.tick()
    expect(zone.faults()).toMatchObject([expect.stringMatching(/onTick threw a value that cannot be printed$/)])
    expect(zone.refusals('ann')).toMatchObject([{ code: 'intent_failed' }])
  })
})

describe('inputs as the cause', () => {
  test('[FAIL-2] a single bad intent is refused in the same beat', async () => {
    const { module, runs } = counter()
    const zone = await testZone(module, { isQuiet: true })
    await zone.join('ann')
    runs.length = 0
    zone.intent('ann', 'boom')
    await zone.tick()
    expect(runs).toEqual([['boom'], []])
    expect(zone.results('ann')).toMatchObject([{ outcome: 'refused', code: 'intent_failed', tick: 2 }])
    expect([zone.status, zone.faults().length]).toEqual(['open', 1])
  })

  test('[FAIL-2] of two players the good intent is applied, the bad one refused, in the same beat', async () => {
    const { module, runs } = counter()
    const zone = await testZone(module, { isQuiet: true })
    await zone.join('ann', 'bob')
    zone.intent('ann', 'act')
    zone.intent('bob', 'boom')
    runs.length = 0
    await zone.tick()
    // With both, without, with the one, with the other alone; and what is stored.
    expect(runs).toEqual([['act', 'boom'], [], ['act'], ['boom'], ['act']])
    expect(zone.results('ann')).toMatchObject([{ outcome: 'applied' }])
    expect(zone.refusals('bob')).toMatchObject([{ code: 'intent_failed' }])
    expect([countOf(zone), zone.status]).toEqual([2, 'open'])
  })

  test('[FAIL-2] of one player only the bad intent is lost, and their order stays', async () => {
    const { module } = counter()
    const zone = await testZone(module, { isQuiet: true })
    await zone.join('ann')
    for (const type of ['act', 'boom', 'act']) zone.intent('ann', type)
    await zone.tick(6)
    expect(zone.results('ann').map(({ code, outcome }) => code ?? outcome)).toEqual([
      'applied',
      'intent_failed',
      'applied',
    ])
    expect(countOf(zone)).toBe(3)
  })

  test('[FAIL-2] what comes in meanwhile waits, and is not lost', async () => {
    const { module } = counter()
    const zone = await testZone(module, { isQuiet: true })
    await zone.join('ann', 'bob')
    zone.intent('ann', 'boom')
    zone.intent('bob', 'act')
    await zone.tick()
    zone.intent('bob', 'act')
    await zone.join('cem')
    await zone.tick(5)
    expect(countOf(zone)).toBe(3)
    expect(zone.players).toHaveLength(3)
  })

  test('[FAIL-2] a join on which the module fails is refused join_failed', async () => {
    const zone = await testZone(counter({ hates: ['bob'] }).module, { isQuiet: true })
    await zone.join('ann', 'bob')
    await zone.tick(3)
    expect(zone.refusals('bob')).toMatchObject([{ code: 'join_failed' }])
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['ann'])
  })

  test('[FAIL-2] so is one on which canJoin fails, and only that one', async () => {
    const verdicts: { readonly [playerId: string]: unknown } = {
      cem: { accepted: 'perhaps' },
      dan: refuse('queue_full', ''),
      fay: refuse('too_long', 'x', { list: ['x'.repeat(5_000)] }),
      gus: { accepted: false, code: 'no_words' },
    }
    const canJoin = ({ player }: { player: { playerId: string } }) => {
      if (player.playerId === 'bob') throw new Error('who?')
      return verdicts[player.playerId] ?? { accepted: true }
    }
    const zone = await testZone(probeModule({ canJoin }), { isQuiet: true })
    await zone.join('ann', 'bob', 'cem', 'dan', 'fay', 'gus', 'eve')
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['ann', 'eve'])
    for (const playerId of ['bob', 'cem', 'dan', 'fay', 'gus'])
      expect(zone.refusals(playerId)).toMatchObject([{ code: 'join_failed' }])
    expect(zone.faults()).toHaveLength(5)
    expect(zone.faults()[1]).toContain(
      'canJoin returned {"accepted":"perhaps"}. Return accept() or refuse(code, message)',
    )
    expect(zone.faults()[3]).toContain('canJoin returned a bad refusal: it has')
  })

  test('[FAIL-2] a leave on which the module fails is carried out all the same', async () => {
    const hates: string[] = []
    const zone = await testZone(counter({ hates }).module, { isQuiet: true })
    await zone.join('ann', 'bob')
    hates.push('ann')
    zone.leave('ann')
    await zone.tick(3)
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['bob'])
    expect(zone.messages('ann').at(-1)).toMatchObject({ type: 'unsubscribed', reason: 'left' })
  })
})

describe('a module that fails without inputs', () => {
  test('[FAIL-3] is tried again after 1, 2, 4 beats, then the zone is paused and everybody is told', async () => {
    let isBroken = false
    const { module, runs } = counter({ isBroken: () => isBroken })
    const zone = await testZone(module, { isQuiet: true, limits: { failuresMax: 4 } })
    await zone.join('ann')
    isBroken = true
    const ranIn: number[] = []
    for (let beat = 1; beat <= 12; beat++) {
      runs.length = 0
      await zone.tick()
      if (runs.length > 0) ranIn.push(beat)
    }
    expect(ranIn).toEqual([1, 2, 4, 8])
    expect(zone.status).toBe('paused')
    expect(zone.messages('ann').at(-1)).toEqual({
      type: 'zone_status',
      zoneId: zone.id,
      status: 'paused',
      code: 'internal',
    })
  })

  test('[FAIL-3] failures are counted durably: a crash between them does not begin anew', async () => {
    let isBroken = false
    const zone = await testZone(counter({ isBroken: () => isBroken }).module, { isQuiet: true })
    await zone.join('ann')
    isBroken = true
    await zone.tick()
    await zone.crash()
    await zone.tick()
    await zone.crash()
    expect(zone.status).toBe('open')
    await zone.tick()
    expect(zone.status).toBe('paused')
    await zone.crash()
    expect(zone.status).toBe('paused')
  })

  test.each([true, false])(
    '[FAIL-3] one success resets the count, on disk and in memory (crashing: %s)',
    async (isCrashing) => {
      let isBroken = false
      const zone = await testZone(counter({ isBroken: () => isBroken }).module, { isQuiet: true })
      await zone.join('ann')
      for (let round = 0; round < 4; round++) {
        isBroken = true
        await zone.tick(2)
        isBroken = false
        await zone.tick(2)
        if (isCrashing) await zone.crash()
      }
      expect(zone.status).toBe('open')
    },
  )

  test('[FAIL-3] the error is stored with the zone, for operators', async () => {
    const world = await createWorld(counter({ isBroken: () => true }).module)
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat(4)
    const description = await world.host.describeZone(world.zoneId)
    expect(description).toMatchObject({ status: 'paused', error: expect.stringContaining('the rules are broken') })
    expect((await world.host.health()).zonesByStatus).toEqual({ open: 0, paused: 1, finished: 0 })
  })

  test('[FAIL-4] resuming tries again, with a fresh count; what waited is still there', async () => {
    let isBroken = false
    const world = await createWorld(counter({ isBroken: () => isBroken }).module)
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat()
    isBroken = true
    await world.intent(ann, 'act')
    await world.beat(4)
    expect(world.zone?.life.status).toBe('paused')
    isBroken = false
    expect(await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })).toMatchObject({
      ok: true,
      value: { status: 'open', error: null },
    })
    await world.beat()
    expect(storyOf(ann).slice(-4)).toEqual([
      'zone_status paused',
      'zone_status open',
      'intent_result applied',
      'tick 6',
    ])
  })
})
