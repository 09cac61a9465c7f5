import {
  describeDifference,
  parseRecording,
  RecordingError,
  type ReplayResult,
  replayRecording,
  type TestZone,
  testZone,
  type ZoneRecording,
} from '@gridtick/testing'
import type { GameModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../framework/engine/src/kernel/random.ts'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { spaceCombat } from '../../modules/space-combat/space-combat.ts'
import { foolishIntent, operation, sensibleIntent } from '../modules/space-combat/model/intents.ts'
import { Stage } from '../modules/space-combat/stage/stage.ts'
import { type ProbeContext, probeModule } from '../zone/probe-module.ts'

async function playHelloGrid(seed: number): Promise<TestZone> {
  const random = createRandom(`hello ${seed}`)
  const zone = await testZone(helloGrid, {
    config: { width: 10, height: 10, playersMax: 3 },
    seed,
    record: true,
    isQuiet: true,
  })
  const names = ['ann', 'bob', 'cem', 'dan']
  await zone.join(...names)
  for (let tick = 0; tick < 150; tick++) {
    for (const name of names) {
      if (random.chance(0.5)) zone.intent(name, 'step', { dx: random.int(-1, 1), dy: random.int(-1, 1) })
      if (random.chance(0.1)) zone.intent(name, 'say', { text: `tick ${tick}` })
      if (random.chance(0.05))
        zone.intent(name, 'teleport', { x: random.int(0, 9), y: random.int(0, 9) }, { role: 'debug' })
    }
    const name = random.pick(names)
    const whim = random.next()
    if (whim < 0.05) zone.leave(name)
    else if (whim < 0.1) zone.disconnect(name)
    else if (whim < 0.2) await zone.join(name)
    if (random.chance(0.02)) await zone.crash()
    await zone.tick()
  }
  return zone
}

async function playSpaceCombat(seed: number): Promise<TestZone> {
  const dice = createRandom(`region ${seed}`)
  const config = { map: 'fixture', combat: { roundTimeoutMs: 2_000 }, salvageTtlMs: 6_000 }
  const zone = await testZone(spaceCombat, { config, seed, everyMs: 500, record: true, isQuiet: true })
  const names = ['ada', 'bob', 'cem', 'dan']
  await zone.join(...names)
  const region = new Stage(zone, names)
  for (let tick = 0; tick < 200; tick++) {
    for (const name of names) zone.intent(...(dice.chance(0.8) ? sensibleIntent : foolishIntent)(region, name, dice))
    if (dice.chance(0.1)) zone.intent('ada', ...operation(region, dice), { role: 'debug' })
    if (dice.chance(0.03)) await zone.crash()
    await zone.tick()
  }
  return zone
}

describe('whole games', () => {
  test.each([1, 2])('[LOG-3] a game of hello-grid gives every state again (seed %i)', async (seed) => {
    const zone = await playHelloGrid(seed)
    const recording = await zone.recording()
    expect(recording.ticks.length).toBeGreaterThan(100)
    expect(await replayRecording({ module: helloGrid, recording })).toEqual({
      ok: true,
      ticks: recording.ticks.length,
      versions: { recorded: ['1.0.0'], replayed: '1.0.0' },
    })
    expect(recording.ticks.at(-1)?.hash).toBe(zone.hash())
  })

  test('[LOG-3] a game of space-combat gives every state again', async () => {
    const zone = await playSpaceCombat(3)
    const recording = await zone.recording()
    expect(await replayRecording({ module: spaceCombat, recording })).toMatchObject({
      ok: true,
      ticks: recording.ticks.length,
    })
    expect(recording.ticks.at(-1)?.hash).toBe(zone.hash())
    expect(recording.ticks.length).toBeGreaterThan(150)
  })

  test('[LOG-3] with another rule, the first tick that differs is told, with its entities field by field', async () => {
    const zone = await playHelloGrid(4)
    const recording = await zone.recording()
    const generous: GameModule = {
      ...helloGrid,
      version: '1.1.0',
      onTick(context) {
        type Update = { readonly id: string; readonly set?: { readonly data?: { readonly pebbles?: number } } }
        const result = helloGrid.onTick?.(context) as { readonly update?: readonly Update[] }
        const update = result.update?.map((delta) => {
          const { data } = delta.set ?? {}
          if (data?.pebbles === undefined) return delta
          return { ...delta, set: { ...delta.set, data: { ...data, pebbles: data.pebbles + 1 } } }
        })
        return update === undefined ? result : { ...result, update }
      },
    }
    const known = zone.entities.all()
    const result = await replayRecording({ module: generous, recording, known })
    const difference = differenceOf(result)
    expect(result.versions).toEqual({ recorded: ['1.0.0'], replayed: '1.1.0' })
    expect(difference.tick).toBe(recording.ticks[result.ticks]?.tick)
    expect(difference.entities[0]).toMatchObject({ kind: 'walker', recorded: { hash: expect.any(String) } })
    expect(describeDifference(difference)).toMatch(/^Tick \d+ gave another state when it was run again\.\n {2}walker /)
  })
})

/** One thing that counts intents; the recording of some. */
const counting = (parts: { by?: number; more?: (context: ProbeContext) => object } = {}) =>
  probeModule({
    state: { round: 0 },
    onTick: (context) => ({
      update: [{ id: 'a', inc: [[['data', 'n'], context.intents.length * (parts.by ?? 1)]] }],
      ...parts.more?.(context),
    }),
  })

async function recorded(module: GameModule, ticks = 5): Promise<{ zone: TestZone; recording: ZoneRecording }> {
  const zone = await testZone(module, { record: true, isQuiet: true })
  await zone.join('ann')
  for (let tick = 0; tick < ticks; tick++) {
    zone.intent('ann', 'act')
    await zone.tick()
  }
  return { zone, recording: await zone.recording() }
}

function differenceOf(result: ReplayResult) {
  if (result.ok) throw new Error('the replay gave the same states')
  return result.difference
}

const replay = async (recording: ZoneRecording, module: GameModule, more: object = {}) =>
  differenceOf(await replayRecording({ recording, module, ...more }))

describe('the first difference', () => {
  test('[LOG-3] tells both values where the recorded one is known, and its hash where not', async () => {
    const { zone, recording } = await recorded(counting(), 1)
    const difference = await replay(recording, counting({ by: 3 }), { known: zone.entities.all() })
    expect(difference).toMatchObject({
      tick: 2,
      moreEntities: 0,
      isIncomplete: false,
      entities: [
        {
          id: 'a',
          kind: 'thing',
          recorded: { value: { data: { n: 2 } } },
          replayed: { value: { data: { n: 4 } } },
          fields: [{ path: 'data.n', recorded: 2, replayed: 4 }],
        },
      ],
    })
    expect(describeDifference(difference)).toContain('  thing a:\n    data.n: 2 was recorded, now 4')
    const unknown = await replay(recording, counting({ by: 3 }))
    expect(unknown.entities[0]).not.toHaveProperty('fields')
    expect(describeDifference(unknown)).toMatch(/another one was recorded \([0-9a-f]{16}\), now \{/)
  })

  test('[LOG-3] an entity that stays as it was, is made, or is gone now', async () => {
    const { recording } = await recorded(counting())
    const idle = await replay(recording, counting({ by: 0 }))
    expect(idle.entities).toMatchObject([{ id: 'a', replayed: { value: { data: { n: 1 } } } }])
    const thing = { id: 'b', kind: 'thing', x: 1, y: 1, data: { n: 1 } }
    const more = await replay(recording, counting({ more: ({ tick }) => (tick === 3 ? { create: [thing] } : {}) }))
    expect(more).toMatchObject({
      tick: 3,
      entities: [{ id: 'b', recorded: { hash: null }, replayed: { value: thing } }],
    })
    expect(describeDifference(more)).toContain('thing b: it was not there, and is now')
    const gone = await replay(
      recording,
      counting({ more: ({ tick }) => (tick === 4 ? { update: [], delete: ['a'] } : {}) }),
    )
    expect(gone).toMatchObject({ tick: 4, entities: [{ id: 'a', replayed: { hash: null } }] })
    expect(describeDifference(gone)).toContain('thing a: it was there, and is not now')
  })

  test('[LOG-3] state, extras, members, wake time and end', async () => {
    const { recording } = await recorded(counting())
    const at = (tick: number, change: object) => counting({ more: (context) => (context.tick === tick ? change : {}) })
    const state = await replay(recording, at(2, { state: { round: 9 } }))
    expect(state).toMatchObject({
      tick: 2,
      entities: [],
      state: { fields: [{ path: 'round', recorded: 0, replayed: 9 }] },
    })
    expect(describeDifference(state)).toContain('  state:\n    round: 0 was recorded, now 9')
    const changed = await recorded(at(2, { state: { round: 9 } }))
    const unknown = await replay(changed.recording, counting())
    expect(unknown).toMatchObject({ tick: 2, state: { replayed: { round: 0 } } })
    expect(unknown.state).not.toHaveProperty('recorded')
    expect(describeDifference(unknown)).toContain('  state: another one was recorded, now {"round":0}')
    expect(await replay(recording, at(2, { extras: { score: 1 } }))).toMatchObject({
      extras: { replayed: { score: 1 } },
    })
    expect(await replay(recording, at(2, { removePlayers: ['ann'] }))).toMatchObject({ players: { replayed: [] } })
    expect(await replay(recording, at(2, { wakeAt: 5 }))).toMatchObject({ wakeAt: { recorded: null, replayed: 5 } })
    const end = await replay(recording, at(3, { end: { result: 1 } }))
    expect(end).toMatchObject({ tick: 3, end: { recorded: null, replayed: { result: 1 } } })
    expect(describeDifference(end)).toContain('end: null was recorded, now {"result":1}')
  })

  test('[LOG-3] a module that fails now: what it did wrong', async () => {
    const { recording } = await recorded(counting())
    const fail = (more: () => object) => counting({ more: ({ tick }) => (tick === 4 ? more() : {}) })
    const thrown = await replay(
      recording,
      fail(() => {
        throw new Error('broken rule')
      }),
    )
    expect(thrown).toMatchObject({ tick: 4, entities: [] })
    expect(describeDifference(thrown)).toMatch(
      /^Tick 4 failed when it was run again\.\n {2}module probe, .*broken rule/,
    )
    expect(
      (
        await replay(
          recording,
          fail(() => ({ delete: ['x'] })),
        )
      ).failure,
    ).toContain('there is no entity "x"')
  })

  test('[LOG-3] where more changed than is recorded by name, it says so', async () => {
    const create = [1, 2, 3, 4].map((n) => ({ kind: 'thing', x: n, y: n, data: { n } }))
    const crowd = (n: number) =>
      probeModule({
        onTick: ({ tick }) =>
          tick === 2 ? { create: create.map((one, at) => (at === 3 ? { ...one, data: { n } } : one)) } : {},
      })
    const zone = await testZone(crowd(1), { record: true, limits: { recordedChangesMax: 2 } })
    await zone.join('ann')
    await zone.tick()
    const difference = await replay(await zone.recording(), crowd(2))
    expect(difference).toMatchObject({ tick: 2, entities: [], isIncomplete: true })
    expect(describeDifference(difference)).toContain('others may differ')
  })
})

describe('running it', () => {
  test('[LOG-3] may begin at a later snapshot, and tells how far it is', async () => {
    const zone = await testZone(counting(), {
      record: true,
      limits: { recordedTicksMax: 100_000, recordedBytesMax: 200_000 },
    })
    await zone.join('ann')
    for (let tick = 0; tick < 200; tick++) {
      zone.intent('ann', 'act')
      await zone.tick()
    }
    const recording = await zone.recording()
    const { snapshots, ticks } = recording
    expect(snapshots.length).toBeGreaterThan(2)
    const told: number[] = []
    const all = await replayRecording({
      module: counting(),
      recording,
      onProgress: ({ ticks: done }) => told.push(done),
    })
    expect(all).toMatchObject({ ok: true, ticks: ticks.length })
    expect(told).toEqual([64, 128, 192, ticks.length])
    const [, second, third] = snapshots
    const later = await replayRecording({ module: counting(), recording, fromTick: (third?.tick ?? 0) - 1 })
    expect(later).toMatchObject({ ok: true, ticks: ticks.filter(({ tick }) => tick > (second?.tick ?? 0)).length })
  })

  test('[LOG-3] leaves the event loop to others now and then', async () => {
    const { recording } = await recorded(counting(), 200)
    let turns = 0
    const count = () => {
      turns += 1
      if (turns < 1_000) pending = setImmediate(count)
    }
    let pending = setImmediate(count)
    await replayRecording({ module: counting(), recording })
    clearImmediate(pending)
    expect(turns).toBeGreaterThanOrEqual(3)
  })

  test('[LOG-3] refuses a recording of another module, and a snapshot that was changed', async () => {
    const { recording } = await recorded(counting())
    await expect(replayRecording({ module: helloGrid, recording })).rejects.toThrow('a recording of the module probe')
    const changed = structuredClone(recording)
    for (const { entities } of changed.snapshots) for (const entity of entities) entity.x += 1
    await expect(replayRecording({ module: counting(), recording: changed })).rejects.toThrow(RecordingError)
    for (const text of [`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, '1e999']) {
      const broken = structuredClone(recording)
      for (const { extras } of broken.snapshots) extras.deep = JSON.parse(text)
      await expect(replayRecording({ module: counting(), recording: broken })).rejects.toThrow('cannot be opened')
    }
  })
})

describe('reading a file', () => {
  test('[LOG-3] says what is wrong with it', async () => {
    const { recording } = await recorded(counting())
    expect(parseRecording(JSON.parse(JSON.stringify(recording)))).toEqual(recording)
    const [one, two, three] = recording.ticks
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [null, /This is not a recording/],
      [{ format: 'zip', version: 1 }, /This is not a recording/],
      [{ ...recording, version: 2 }, /has version 2 of the format; version 1 can be read/],
      [{ ...recording, more: 1 }, /damaged at its top/],
      [{ ...recording, ticks: [{ ...one, now: 'noon' }] }, /damaged at ticks\.0\.now/],
      [{ ...recording, ticks: [{ ...one, hash: 'x' }] }, /damaged at ticks\.0\.hash: must be 16/],
      [{ ...recording, snapshots: [] }, /no snapshot to begin with/],
      [{ ...recording, ticks: [one, three] }, /a gap between the ticks 1 and 3/],
      [{ ...recording, ticks: [two, one] }, /a gap/],
    ]
    for (const [value, message] of cases) expect(() => parseRecording(value), String(message)).toThrow(message)
    expect(() => parseRecording({})).toThrow(RecordingError)
  })
})
