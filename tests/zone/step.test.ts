import { testZone } from '@gridtick/testing'
import { everyone } from 'gridtick'
import { expect, test } from 'vitest'
import type { ZoneStorage } from '../../framework/engine/src/ports/storage/zone-storage.ts'
import { createEngine } from '../../framework/engine/src/zone/engine.ts'
import { createZoneHost } from '../../framework/engine/src/zone-host.ts'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { storedTick } from '../../framework/testing/src/contracts/rows.ts'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld, storyOf } from './world.ts'

test('[STEP-1] commit, then show: while the commit runs, memory is of before and nobody was told anything', async () => {
  const onTick = ({ intents }: ProbeContext) => ({ update: [{ id: 'a', inc: [[['data', 'n'], intents.length]] }] })
  const world = await createWorld(probeModule({ onTick }))
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  await world.intent(ann, 'act', {}, { seq: 1 })
  const { commit } = world.storage.zones
  const during: unknown[] = []
  const watched: Pick<ZoneStorage, 'commit'> = {
    commit: (commits) => {
      const [{ ifTick, tick } = {}] = commits
      during.push({
        ifTick,
        tick,
        memory: world.zone?.committed.tick,
        queued: world.zone?.queue.size,
        story: storyOf(ann),
      })
      return commit(commits)
    },
  }
  Object.assign(world.storage.zones, watched)
  await world.beat()
  expect(during).toEqual([
    { ifTick: 1, tick: 2, memory: 1, queued: 1, story: ['subscribed', 'tick 1', 'intent_received'] },
  ])
  expect(storyOf(ann).slice(3)).toEqual(['intent_result applied', 'tick 2'])
})

test('[WIRE-5] results of a tick come before its frame; ticks of a subscription grow', async () => {
  const onTick = ({ intents }: ProbeContext) => ({ update: [{ id: 'a', inc: [[['data', 'n'], intents.length]] }] })
  const zone = await testZone(probeModule({ onTick }))
  await zone.join('ann')
  for (let round = 0; round < 5; round++) {
    zone.intent('ann', 'act')
    await zone.tick(round)
  }
  await zone.tick()
  const ticks = zone
    .messages('ann')
    .flatMap((one) => (one.type === 'tick' || one.type === 'intent_result' ? [one] : []))
  const numbers = ticks.map(({ tick = 0 }) => tick)
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other))
  for (const [index, { type, tick }] of ticks.entries())
    if (type === 'tick') expect(ticks.slice(index + 1).every((later) => (later.tick ?? 0) > tick)).toBe(true)
})

test('[DUR-5] an event is delivered at most once: one of a connection that was lost does not come again', async () => {
  const onTick = ({ intents }: ProbeContext) => ({
    events: intents.map(({ payload }) => ({ event: 'e', payload: payload.value ?? 0, to: everyone() })),
  })
  const zone = await testZone(probeModule({ onTick }))
  await zone.join('ann', 'bob')
  zone.disconnect('ann')
  zone.intent('bob', 'act', { value: 1 })
  await zone.tick()
  zone.reconnect('ann')
  zone.intent('bob', 'act', { value: 2 })
  await zone.tick()
  await zone.crash()
  await zone.tick(2)
  expect(zone.events('ann').map(({ payload }) => payload)).toEqual([2])
  expect(zone.events('bob').map(({ payload }) => payload)).toEqual([1, 2])
})

test('[MOD-18] a zone of another state version, or whose module does not run here, is refused with a clear message', async () => {
  const world = await createWorld(probeModule())
  const stored = await world.stored()
  if (stored === undefined) throw new Error('it is stored')
  const { module, stateVersion } = stored.zone
  for (const [modules, message] of [
    [[{ ...probeModule(), stateVersion: 2 }], `state version ${stateVersion} of ${module}; this server runs version 2`],
    [[], `does not run the module ${module}`],
  ] as const) {
    const storage = createMemoryStorage()
    await storage.zones.createZone(stored.zone, stored.entities)
    const engine = createEngine({ ...world.engine, storage, onCorrupt() {} })
    const beat = () => ({ lagMs: 0, sinceBeatMs: 0, activeZones: 0 })
    const host = createZoneHost({ engine, modules, beat })
    const answer = await host.readState({ zoneId: world.zoneId, as: 'everything' })
    expect(answer).toMatchObject({
      ok: false,
      refused: { code: 'conflict', message: expect.stringContaining(message) },
    })
    expect((await storage.zones.loadZone(world.zoneId))?.zone).toEqual(stored.zone)
  }
})

test('[MOD-19] [LIM-4] a query of a member reads the committed tick and the own view; strangers and bad input are refused', async () => {
  const module = probeModule({
    getPlayerState: ({ base }) => ({ entities: base.entities.all().filter(({ x }) => x < 5) }),
    create: [
      { id: 'a', kind: 'thing', x: 1, y: 1, data: { n: 1 } },
      { id: 'far', kind: 'thing', x: 9, y: 1, data: { n: 1 } },
    ],
    answer: (context) => {
      const { view, input, base } = context as typeof context & { view: { entities: readonly { id: string }[] } }
      if (input.about === 'throw') throw new Error('secret of far')
      if (input.about === 'mutate') Object.assign(base.state, { round: 1 })
      if (input.about === 'much') return 'x'.repeat(300_000)
      return input.about === 'none' ? undefined : view.entities.map(({ id }) => id)
    },
  })
  const zone = await testZone(module, { isQuiet: true })
  await zone.join('ann')
  const before = zone.hash()
  expect(zone.query('ann', 'ask')).toEqual({ ok: true, value: { tick: 1, result: ['a'] } })
  const codeOf = (playerId: string, name: string, input: object) => {
    const answer = zone.query(playerId, name, input)
    if (!answer.ok) expect(JSON.stringify(answer)).not.toContain('secret')
    return answer.ok ? 'ok' : answer.refused.code
  }
  expect([codeOf('eve', 'ask', {}), codeOf('ann', 'other', {}), codeOf('ann', 'toString', {})]).toEqual([
    'not_a_member',
    'not_found',
    'not_found',
  ])
  expect([codeOf('ann', 'ask', { about: 7 }), codeOf('ann', 'ask', { x: 1 })]).toEqual(['invalid', 'invalid'])
  expect(['throw', 'mutate', 'none'].map((about) => codeOf('ann', 'ask', { about }))).toEqual(
    Array(3).fill('query_failed'),
  )
  const where = `module probe, zone ${zone.id}, tick 1, player ann: queries.ask`
  const place = /\(\S+step\.test\.ts:\d+:\d+\)$/
  expect(zone.faults()).toEqual([
    expect.stringMatching(`${where} threw Error: secret of far`),
    expect.stringMatching(`${where} threw TypeError`),
    `${where} returned undefined. Return a JSON value; null says that there is none`,
  ])
  for (const fault of zone.faults().slice(0, 2)) expect(fault).toMatch(place)
  expect(codeOf('ann', 'ask', { about: 'much' })).toBe('too_large')
  expect(zone.faults().at(-1)).toBe(
    `${where} returned an answer of 300002 characters; at most 262144 (queryResultBytesMax) are sent`,
  )
  expect(zone.hash()).toBe(before)
})

test('[STEP-6] of several commits handed over at once each ends by itself', async () => {
  const world = await createWorld(probeModule())
  const other = await world.host.createZone({ module: 'probe' })
  if (!other.ok) throw new Error('the zone can be made')
  const nothing = { putEntities: [], deleteEntities: [], putMembers: [], deleteMembers: [], log: [] }
  const commitOf = (zoneId: string, ifTick: number) => ({
    zoneId,
    ifTick,
    owner: null,
    epoch: 1,
    tick: 5,
    at: 5,
    wakeAt: null,
    ...nothing,
  })
  const outcomes = await world.disk.zones.commit([commitOf(world.zoneId, 3), commitOf(other.value.id, 0)])
  expect(outcomes).toEqual([{ outcome: 'conflict', differs: ['tick'] }, { outcome: 'committed' }])
  expect([
    await storedTick(world.disk.zones, world.zoneId),
    await storedTick(world.disk.zones, other.value.id),
  ]).toEqual([0, 5])
})
