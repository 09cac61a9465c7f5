import { testZone } from '@gridtick/testing'
import { players } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { StorageError } from '../../framework/engine/src/ports/storage/storage-error.ts'
import { StorageHealth } from '../../framework/engine/src/zone/storage-health.ts'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { createFakeClock } from '../../framework/testing/src/fake-clock.ts'
import { counter, countOf } from './counter-module.ts'
import { probeModule } from './probe-module.ts'
import { createWorld } from './world.ts'

describe('storage trouble', () => {
  test('[FAIL-5] a commit that fails before it was stored: nothing happened, the engine rests, then it goes on', async () => {
    const zone = await testZone(counter().module, { isQuiet: true })
    await zone.join('ann')
    const before = zone.hash()
    zone.intent('ann', 'act')
    zone.failNext('commit', { kind: 'full' })
    zone.failNext('probe')
    await zone.tick()
    expect([zone.hash(), zone.results('ann')]).toEqual([before, []])
    expect(zone.intent('ann', 'act')).toBeUndefined()
    expect(zone.refusals('ann')).toMatchObject([{ code: 'storage_unavailable' }])
    await zone.tick()
    expect(countOf(zone)).toBe(1)
    await zone.tick()
    expect([countOf(zone), zone.status, zone.results('ann').length]).toEqual([2, 'open', 2])
  })

  test('[STEP-5] a commit that is stored, but says that it failed, counts as done: the stored tick is read', async () => {
    const zone = await testZone(counter().module, { isQuiet: true })
    await zone.join('ann')
    zone.intent('ann', 'act')
    zone.failNext('commit', { when: 'after' })
    await zone.tick()
    expect(zone.results('ann')).toMatchObject([{ outcome: 'applied', tick: 2 }])
    await zone.tick(3)
    expect(countOf(zone)).toBe(2)
    await zone.expectSameReplay()
  })

  test.each(['before', 'after'] as const)(
    '[STEP-5] a commit that fails %s storing, while the stored tick cannot be read: settled as soon as it can',
    async (when) => {
      const zone = await testZone(counter().module, { isQuiet: true })
      await zone.join('ann')
      zone.intent('ann', 'act')
      zone.failNext('commit', { when })
      zone.failNext('settle')
      await zone.tick()
      expect([countOf(zone), zone.results('ann')]).toEqual([1, []])
      await zone.tick(2)
      expect([countOf(zone), zone.results('ann').length]).toEqual([2, 1])
      await zone.expectSameReplay()
    },
  )

  test('[FAIL-5] a write is tried at the start; while all is well each probe only looks, and what it sees counts', async () => {
    const disk = createMemoryStorage()
    const calls: string[] = []
    const told: string[] = []
    let trouble: StorageError | undefined
    const answer = (name: string) => async () => {
      calls.push(name)
      if (trouble !== undefined) throw trouble
    }
    const logger = { ...silentLogger, error: (_: object, message: string) => told.push(message) }
    const storage = { ...disk, probe: answer('probe'), verify: answer('verify') }
    const clock = createFakeClock()
    const onCorrupt = () => told.push('corrupt')
    const health = new StorageHealth({ storage, logger, clock, limits: defaultLimits, onCorrupt })
    await health.begin()
    await health.probe()
    expect([calls, health.isAvailable]).toEqual([['probe', 'verify'], true])
    trouble = new StorageError('lost', 'The file was deleted.')
    await health.probe()
    await health.probe()
    expect([calls, health.isAvailable]).toEqual([['probe', 'verify', 'verify', 'probe'], false])
    expect(told).toEqual([expect.stringContaining('THE DATABASE IS GONE')])
    trouble = undefined
    await health.probe()
    expect(health.isAvailable).toBe(true)
    trouble = new StorageError('io', 'It is read-only.')
    await health.begin()
    expect(health.isAvailable).toBe(false)
  })

  test('[FAIL-5] a disk that is slow is shown for a while, and said once', () => {
    const clock = createFakeClock()
    const told: string[] = []
    const logger = { ...silentLogger, warn: (_: object, message: string) => told.push(message) }
    const storage = createMemoryStorage()
    const health = new StorageHealth({ storage, logger, clock, limits: defaultLimits, onCorrupt: () => {} })
    health.noteDuration(defaultLimits.slowDiskMs - 1)
    expect([health.state, told]).toEqual(['ok', []])
    health.noteDuration(defaultLimits.slowDiskMs)
    clock.advance(defaultLimits.slowDiskShownMs - 1)
    health.noteDuration(3_000)
    expect([health.state, told]).toEqual(['slow', [expect.stringContaining('the disk is slow')]])
    clock.advance(defaultLimits.slowDiskShownMs)
    expect(health.state).toBe('ok')
    health.report(new StorageError('full', 'No space is left.'))
    health.noteDuration(3_000)
    expect(health.state).toBe('unavailable')
  })

  test('[FAIL-5] it is no fault of the module, and counts no failure', async () => {
    const zone = await testZone(counter().module, { isQuiet: true })
    await zone.join('ann')
    zone.intent('ann', 'act')
    for (let beat = 0; beat < 6; beat++) {
      zone.failNext('commit')
      await zone.tick()
    }
    await zone.tick()
    expect([zone.status, countOf(zone)]).toEqual(['open', 2])
  })
})

describe('a failing view', () => {
  const module = (isFailing: () => boolean) =>
    probeModule({
      onTick: ({ intents }) => ({ update: [{ id: 'a', inc: [[['data', 'n'], intents.length]] }] }),
      getPlayerState: ({ base, playerId }) => {
        if (playerId === 'bob' && isFailing()) throw Object.create(null)
        return { entities: base.entities.all() }
      },
    })

  test('[FAIL-6] [VIEW-1] one player gets view_unavailable and nothing of the tick; others theirs; no step fails', async () => {
    let isFailing = false
    const zone = await testZone(
      module(() => isFailing),
      { isQuiet: true },
    )
    await zone.join('ann', 'bob')
    isFailing = true
    zone.intent('ann', 'act')
    await zone.tick()
    expect(zone.messages('bob').at(-1)).toEqual({ type: 'view_unavailable', zoneId: zone.id, tick: 2 })
    expect(zone.view('ann').entities).toMatchObject([{ data: { n: 2 } }])
    expect(zone.query('bob', 'ask')).toMatchObject({ ok: false, refused: { code: 'query_failed' } })
    isFailing = false
    zone.intent('ann', 'act')
    await zone.tick()
    expect(zone.view('bob').entities).toEqual(zone.view('ann').entities)
    expect(zone.status).toBe('open')
  })

  test('[FAIL-6] one that fails in each tick is logged once in faultLogMs, and then with how many there were', async () => {
    let isFailing = true
    const zone = await testZone(
      module(() => isFailing),
      { isQuiet: true, limits: { faultLogMs: 5_000 } },
    )
    await zone.join('bob')
    for (let tick = 0; tick < 2; tick++) {
      zone.intent('bob', 'act')
      await zone.tick()
    }
    expect(zone.faults()).toEqual([expect.stringMatching(/shown nothing of this tick\.$/)])
    isFailing = false
    await zone.advance(5_000)
    isFailing = true
    zone.intent('bob', 'act')
    await zone.tick()
    expect(zone.faults().slice(1)).toEqual([expect.stringMatching(/ \(\d+ more since the last line like this one\)$/)])
  })

  test.each([
    ['nothing', (): unknown => undefined, /returned undefined\. Return \{ entities/],
    ['a Promise', () => Promise.resolve({ entities: [] }), /returned a Promise\. A hook is synchronous/],
    ['a list', (): unknown => [], /returned a list\. Return/],
    ['no entities', () => ({ extras: {} }), /returned no `entities`/],
    [
      'extras that are none',
      () => ({ entities: [], extras: { left: Number.NaN } }),
      /returned a bad extras\.left: NaN/,
    ],
    [
      'what it throws',
      (): unknown => JSON.parse('{'),
      /threw SyntaxError: .* \(\S+storage-and-view-trouble\.test\.ts:\d+:\d+\)/,
    ],
  ] as const)(
    '[FAIL-6] a view that fails is told to its author as a tick is, with the player: %s',
    async (_name, hook, what) => {
      const zone = await testZone(probeModule({ getPlayerState: hook }), { isQuiet: true })
      await zone.join('ann')
      const [fault = ''] = zone.faults()
      expect(fault).toMatch(
        new RegExp(`^module probe, zone ${zone.id}, tick 1, player ann: getPlayerState ${what.source}`),
      )
      expect(JSON.stringify(zone.messages('ann'))).not.toMatch(what)
    },
  )

  test('[FAIL-6] a view that is back is sent even if nothing in it changed', async () => {
    let isFailing = false
    const zone = await testZone(
      probeModule({
        onTick: ({ intents }) => ({ events: intents.map(() => ({ event: 'e', payload: {}, to: players(['ann']) })) }),
        getPlayerState: ({ base, playerId }) => {
          if (playerId === 'bob' && isFailing) throw new Error('no view')
          return { entities: base.entities.all() }
        },
      }),
      { isQuiet: true },
    )
    await zone.join('ann', 'bob')
    isFailing = true
    zone.intent('ann', 'act')
    await zone.tick()
    isFailing = false
    zone.intent('ann', 'act')
    await zone.tick()
    expect(zone.messages('bob').map(({ type }) => type)).toEqual(['subscribed', 'tick', 'view_unavailable', 'tick'])
    zone.intent('ann', 'act')
    await zone.tick()
    expect(zone.messages('bob')).toHaveLength(4)
  })

  test('[FAIL-6] five in a row close that connection; four and a success do not', async () => {
    let isFailing = false
    const world = await createWorld(module(() => isFailing))
    const [ann, bob] = [world.open('ann'), world.open('bob')]
    await world.watch(ann)
    await world.watch(bob)
    await world.beat()
    const fail = async (times: number) => {
      isFailing = true
      for (let time = 0; time < times; time++) {
        await world.intent(ann, 'act')
        await world.beat()
      }
      isFailing = false
    }
    await fail(4)
    await world.intent(ann, 'act')
    await world.beat()
    expect(bob.closedWith).toBeUndefined()
    await fail(5)
    expect([bob.closedWith, ann.closedWith]).toEqual([1011, undefined])
  })
})
