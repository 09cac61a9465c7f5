import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RecordingWrites, StorageError, type ZoneStorage } from '../../framework/storage/zone-storage.ts'
import { commitOf, entityOf, logRowOf, memberOf, type OpenStorage, storages, zoneOf } from './storages.ts'

const committed = [{ outcome: 'committed' }]
const everyLog = { zoneId: 'zone-1', afterSeq: 0, limit: 100 }

describe.each(storages)('zones in $name', ({ open }) => {
  let storage: OpenStorage
  let zones: ZoneStorage
  beforeEach(async () => {
    storage = await open()
    zones = storage.zones
  })
  afterEach(() => storage.close())

  describe('creating, reading, deleting', () => {
    test('a created zone is read and loaded as it was given', async () => {
      const zone = zoneOf({
        status: 'paused',
        config: { deep: [1, { a: null }], text: 'x' },
        state: { round: 3 },
        extras: { score: 0.5 },
        wakeAt: 5_000,
        error: 'went wrong',
        failures: 3,
        result: { winner: 'ann' },
      })
      const entities = [entityOf(), entityOf({ id: 'ship-2', ownerId: 'ann', data: { list: [1, 2] } })]
      await zones.createZone(zone, entities)

      expect(await zones.readZone('zone-1')).toEqual({ zone, members: 0, recordedTicks: 0 })
      expect(await zones.loadZone('zone-1')).toEqual({
        zone,
        members: [],
        entities,
        departed: [],
        recording: undefined,
      })
      expect(await zones.readTick('zone-1')).toBe(0)
    })

    test('what is not there is undefined or false', async () => {
      expect(await zones.readZone('zone-1')).toBeUndefined()
      expect(await zones.loadZone('zone-1')).toBeUndefined()
      expect(await zones.readTick('zone-1')).toBeUndefined()
      expect(await zones.readMember('zone-1', 'ann')).toBeUndefined()
      expect(await zones.deleteZone('zone-1')).toBe(false)
      expect(await zones.removeMember('zone-1', 'ann')).toBe(false)
      expect(await zones.setStatus('zone-1', { status: 'paused' })).toBe(false)
    })

    test('loaded entities are deeply frozen, in the order of keys of the wire, and share nothing with what was put', async () => {
      const data = { hull: { left: 10 } }
      await zones.createZone(zoneOf(), [{ data, ownerId: null, y: 2, x: 1, kind: 'ship', id: 'ship-1' }])
      data.hull.left = 0

      const [entity] = (await zones.loadZone('zone-1'))?.entities ?? []
      expect(Object.keys(entity ?? {})).toEqual(['id', 'kind', 'x', 'y', 'ownerId', 'data'])
      expect(entity?.data).toEqual({ hull: { left: 10 } })
      expect(Object.isFrozen(entity)).toBe(true)
      expect(Object.isFrozen((entity?.data as typeof data | undefined)?.hull)).toBe(true)
      expect((await zones.loadZone('zone-1'))?.entities[0]).not.toBe(entity)
    })

    test('a second zone of the same id is refused, and the first stays as it was', async () => {
      await zones.createZone(zoneOf(), [entityOf()])
      await expect(zones.createZone(zoneOf({ name: 'other' }), [entityOf({ x: 7 })])).rejects.toThrow(StorageError)
      const loaded = await zones.loadZone('zone-1')
      expect(loaded?.zone.name).toBe('A zone')
      expect(loaded?.entities).toEqual([entityOf()])
    })

    test('a zone with an entity that cannot be stored is not created at all', async () => {
      await expect(zones.createZone(zoneOf(), [entityOf(), entityOf({ id: 'b', x: 0.5 })])).rejects.toThrow(
        StorageError,
      )
      expect(await zones.readZone('zone-1')).toBeUndefined()
      await zones.createZone(zoneOf(), [])
      expect((await zones.loadZone('zone-1'))?.entities).toEqual([])
    })

    test('deleting takes entities and members along, leaves the log and every other zone', async () => {
      await zones.createZone(zoneOf(), [entityOf()])
      await zones.createZone(zoneOf({ id: 'zone-2' }), [entityOf()])
      await zones.commit([
        commitOf({ putMembers: [memberOf()], log: [logRowOf()] }),
        commitOf({ zoneId: 'zone-2', putMembers: [memberOf()] }),
      ])
      expect(await zones.deleteZone('zone-1')).toBe(true)
      expect(await zones.deleteZone('zone-1')).toBe(false)

      expect(await zones.readMember('zone-1', 'ann')).toBeUndefined()
      expect(await zones.readLog(everyLog)).toHaveLength(1)
      expect((await zones.loadZone('zone-2'))?.entities).toHaveLength(1)
      expect(await zones.readMember('zone-2', 'ann')).toEqual(memberOf())
      await zones.createZone(zoneOf(), [])
      expect(await zones.loadZone('zone-1')).toMatchObject({ entities: [], members: [] })
    })

    test('ten thousand entities are stored and loaded', async () => {
      const entities = Array.from({ length: 10_000 }, (_, n) =>
        entityOf({ id: `e${String(n).padStart(5, '0')}`, x: n }),
      )
      await zones.createZone(zoneOf(), entities)
      expect((await zones.loadZone('zone-1'))?.entities).toEqual(entities)
    })

    test('data of many megabytes, any text and any number come back as they were', async () => {
      const strange = {
        'a "key" \\ with \u0000 and 😀': 'NUL \u0000, newline \n, quote " and \u2028',
        numbers: [0.1, 1e-7, -5, 2 ** 53 - 1, 0],
        empty: ['', {}, []],
        null: null,
      }
      const big = Array.from({ length: 400 }, (_, n) =>
        entityOf({ id: `big-${n}`, data: { text: 'ü'.repeat(60_000) } }),
      )
      await zones.createZone(zoneOf({ state: strange }), [entityOf({ id: 'a 😀 "id"', ownerId: 'Ω', data: strange })])
      expect(await zones.commit([commitOf({ putEntities: big })])).toEqual(committed)

      const loaded = await zones.loadZone('zone-1')
      expect(loaded?.zone.state).toEqual(strange)
      expect(loaded?.entities).toHaveLength(401)
      expect(loaded?.entities.find(({ ownerId }) => ownerId === 'Ω')).toEqual(
        entityOf({ id: 'a 😀 "id"', ownerId: 'Ω', data: strange }),
      )
      expect(loaded?.entities.find(({ id }) => id === 'big-399')?.data).toEqual({ text: 'ü'.repeat(60_000) })
    })

    test('text for people that a database cannot carry is mended, not refused', async () => {
      await zones.createZone(zoneOf({ name: 'half \ud83d and NUL \0.' }), [])
      await zones.setStatus('zone-1', { error: 'at \0 \udc00' })
      expect((await zones.readZone('zone-1'))?.zone).toMatchObject({
        name: 'half \uFFFD and NUL \uFFFD.',
        error: 'at \uFFFD \uFFFD',
      })
    })
  })

  describe('commit', () => {
    beforeEach(() => zones.createZone(zoneOf(), [entityOf(), entityOf({ id: 'ship-2' })]))

    test('[STEP-5] all parts of a step are stored together', async () => {
      const member = memberOf({ lastSeq: 2 })
      const result = await zones.commit([
        commitOf({
          at: 2_000,
          state: { round: 1 },
          extras: { shown: true },
          wakeAt: 9_000,
          putEntities: [entityOf({ x: 5, ownerId: 'ann' }), entityOf({ id: 'ship-3' })],
          deleteEntities: ['ship-2'],
          putMembers: [member],
          log: [logRowOf()],
        }),
      ])
      expect(result).toEqual(committed)
      expect(await zones.loadZone('zone-1')).toEqual({
        zone: zoneOf({ tick: 1, at: 2_000, state: { round: 1 }, extras: { shown: true }, wakeAt: 9_000 }),
        members: [member],
        entities: [entityOf({ x: 5, ownerId: 'ann' }), entityOf({ id: 'ship-3' })],
        departed: [],
        recording: undefined,
      })
      expect(await zones.readLog(everyLog)).toEqual([{ ...logRowOf(), seq: expect.any(Number) }])
      expect(await zones.readTick('zone-1')).toBe(1)
    })

    test('state and extras that are left out stay as they were; wakeAt is always that of the commit', async () => {
      await zones.commit([commitOf({ state: { a: 1 }, extras: { b: 2 }, wakeAt: 9_000 })])
      await zones.commit([commitOf({ ifTick: 1 })])
      expect((await zones.readZone('zone-1'))?.zone).toMatchObject({
        tick: 2,
        state: { a: 1 },
        extras: { b: 2 },
        wakeAt: null,
      })
    })

    test('an id that is deleted and put in one commit is there; likewise a member', async () => {
      await zones.commit([commitOf({ putMembers: [memberOf()] })])
      await zones.commit([
        commitOf({
          ifTick: 1,
          deleteEntities: ['ship-1'],
          putEntities: [entityOf({ x: 9 })],
          deleteMembers: ['ann'],
          putMembers: [memberOf({ lastSeq: 4, memberSince: 2 })],
        }),
      ])
      const loaded = await zones.loadZone('zone-1')
      expect(loaded?.entities[0]).toEqual(entityOf({ x: 9 }))
      expect(loaded?.members).toEqual([memberOf({ lastSeq: 4, memberSince: 2 })])
    })

    test.each([
      ['another tick', { ifTick: 5 }],
      ['another epoch', { epoch: 2 }],
      ['no such zone', { zoneId: 'zone-9' }],
    ])('a commit on %s is a conflict, and nothing of it is stored', async (_, condition) => {
      const before = await zones.loadZone('zone-1')
      const changes = {
        state: { a: 1 },
        putEntities: [entityOf({ x: 9 })],
        putMembers: [memberOf()],
        log: [logRowOf()],
      }
      expect(await zones.commit([commitOf({ ...changes, ...condition })])).toEqual([{ outcome: 'conflict' }])
      expect(await zones.loadZone('zone-1')).toEqual(before)
      expect(await zones.readLog(everyLog)).toEqual([])
      expect(await zones.commit([commitOf(changes)])).toEqual(committed)
    })

    test('the same commit a second time is a conflict', async () => {
      expect(await zones.commit([commitOf(), commitOf()])).toEqual([...committed, { outcome: 'conflict' }])
    })

    test.each([
      ['a cell that is no integer', { putEntities: [entityOf({ id: 'fine' }), entityOf({ x: 1.5 })] }],
      ['an integer beyond 2^53', { putEntities: [entityOf({ id: 'fine' }), entityOf({ y: 2 ** 53 })] }],
      ['an id with half a surrogate pair', { putEntities: [entityOf({ id: 'fine' }), entityOf({ id: '\ud83d' })] }],
      ['an id with a NUL', { putEntities: [entityOf({ id: 'fine' }), entityOf({ id: 'a\0b' })] }],
      ['no kind', { putEntities: [entityOf({ id: 'fine' }), entityOf({ kind: null as never })] }],
      ['data that is no JSON', { putEntities: [entityOf({ id: 'fine' }), entityOf({ data: { a: Number.NaN } })] }],
      ['text with half a surrogate pair', { putEntities: [entityOf({ id: 'fine', data: { a: '\udc00' } })] }],
      ['state that is no JSON', { state: { a: undefined } }],
      ['a member without a name', { putMembers: [memberOf({ displayName: null as never })] }],
      ['a log row with a value that contains itself', { log: [logRowOf({ payload: cycle() })] }],
      ['a log row with an unknown result', { log: [logRowOf({ result: null as never })] }],
      ['a time that is no number', { at: Number.NaN }],
    ])('[STEP-5] a commit with %s is rejected as a whole, with the reason', async (_, bad) => {
      const before = await zones.loadZone('zone-1')
      const log = 'log' in bad ? bad.log : [logRowOf()]
      const results = await zones.commit([commitOf({ deleteEntities: ['ship-2'], ...bad, log })])
      expect(results).toEqual([{ outcome: 'rejected', reason: expect.stringMatching(/./) }])
      expect(await zones.loadZone('zone-1')).toEqual(before)
      expect(await zones.readLog(everyLog)).toEqual([])
    })

    test('one that fails does not touch the others of the list, and results stand in its order', async () => {
      await zones.createZone(zoneOf({ id: 'zone-2' }), [])
      await zones.createZone(zoneOf({ id: 'zone-3' }), [])
      const results = await zones.commit([
        commitOf({ state: { done: 1 } }),
        commitOf({ zoneId: 'zone-2', putEntities: [entityOf({ x: 1.5 })] }),
        commitOf({ zoneId: 'zone-2', epoch: 9 }),
        commitOf({ zoneId: 'zone-3', state: { done: 3 } }),
      ])
      expect(results.map(({ outcome }) => outcome)).toEqual(['committed', 'rejected', 'conflict', 'committed'])
      expect((await zones.readZone('zone-1'))?.zone).toMatchObject({ tick: 1, state: { done: 1 } })
      expect((await zones.readZone('zone-2'))?.zone).toEqual(zoneOf({ id: 'zone-2' }))
      expect((await zones.readZone('zone-3'))?.zone).toMatchObject({ tick: 1, state: { done: 3 } })
      expect(await zones.commit([])).toEqual([])
    })

    test('finishing stores the result and takes the zone from the wake list', async () => {
      await zones.commit([commitOf({ wakeAt: 5_000, finished: { result: { winner: 'ann' } } })])
      expect((await zones.readZone('zone-1'))?.zone).toMatchObject({
        status: 'finished',
        result: { winner: 'ann' },
        wakeAt: null,
      })
      expect(await zones.nextWakeAt()).toBeNull()
    })

    test('[FAIL-3] one success resets failures and error; setting them writes no tick', async () => {
      expect(await zones.setStatus('zone-1', { failures: 2, error: 'it threw' })).toBe(true)
      expect((await zones.readZone('zone-1'))?.zone).toEqual(zoneOf({ failures: 2, error: 'it threw' }))
      await zones.commit([commitOf()])
      expect((await zones.readZone('zone-1'))?.zone).toMatchObject({ failures: 0, error: null })
    })

    test('setStatus changes only what is named', async () => {
      await zones.setStatus('zone-1', { status: 'paused', failures: 3, error: 'it threw' })
      expect(await zones.setStatus('zone-1', { status: 'open' })).toBe(true)
      expect(await zones.setStatus('zone-1', {})).toBe(true)
      expect((await zones.readZone('zone-1'))?.zone).toEqual(zoneOf({ failures: 3, error: 'it threw' }))
      await zones.setStatus('zone-1', { error: null })
      expect((await zones.readZone('zone-1'))?.zone).toEqual(zoneOf({ failures: 3 }))
    })
  })

  describe('members', () => {
    beforeEach(() => zones.createZone(zoneOf(), []))

    test('[INT-4] settled results come back as they were stored', async () => {
      const member = memberOf({
        displayName: 'Änn 😀',
        disconnectedAt: 77,
        memberSince: 2,
        lastSeq: 9,
        settled: [
          { seq: 8, intentId: 'i8', outcome: 'applied', tick: 3 },
          {
            seq: 9,
            intentId: 'i9',
            outcome: 'refused',
            tick: 4,
            code: 'blocked',
            message: 'No "way"',
            details: { by: ['rock'] },
          },
        ],
      })
      await zones.commit([commitOf({ putMembers: [member, memberOf({ playerId: 'bob' })] })])
      expect(await zones.readMember('zone-1', 'ann')).toEqual(member)
      expect((await zones.readZone('zone-1'))?.members).toBe(2)
      expect((await zones.loadZone('zone-1'))?.members).toEqual([member, memberOf({ playerId: 'bob' })])
    })

    test('a membership ends by a commit or by itself, once, and leaves the tick alone', async () => {
      await zones.commit([commitOf({ putMembers: [memberOf(), memberOf({ playerId: 'bob' })] })])
      expect(await zones.removeMember('zone-1', 'ann')).toBe(true)
      expect(await zones.removeMember('zone-1', 'ann')).toBe(false)
      expect(await zones.readTick('zone-1')).toBe(1)
      await zones.commit([commitOf({ ifTick: 1, deleteMembers: ['bob', 'nobody'] })])
      expect((await zones.loadZone('zone-1'))?.members).toEqual([])
    })

    test('[ZONE-4] who departs is no member, and kept until the module has heard of it', async () => {
      await zones.commit([commitOf({ putMembers: [memberOf(), memberOf({ playerId: 'bob', displayName: 'Bob' })] })])
      expect(await zones.departMember('zone-1', 'bob')).toBe(true)
      expect(await zones.departMember('zone-1', 'bob')).toBe(false)
      expect(await zones.departMember('zone-9', 'bob')).toBe(false)
      expect(await zones.readMember('zone-1', 'bob')).toBeUndefined()
      expect(await zones.loadZone('zone-1')).toMatchObject({
        members: [{ playerId: 'ann' }],
        departed: [{ playerId: 'bob', displayName: 'Bob' }],
      })
      await zones.commit([commitOf({ ifTick: 1, deleteDepartures: ['bob', 'nobody'] })])
      expect((await zones.loadZone('zone-1'))?.departed).toEqual([])
    })

    test('[ZONE-4] a zone that somebody departed from is told after a restart, once it is open', async () => {
      await zones.commit([commitOf({ putMembers: [memberOf()] })])
      await zones.setStatus('zone-1', { status: 'paused' })
      await zones.departMember('zone-1', 'ann')
      expect(await zones.zonesToTell(10)).toEqual([])
      await zones.setStatus('zone-1', { status: 'open' })
      expect(await zones.zonesToTell(10)).toEqual(['zone-1'])
    })

    test('only open zones with somebody connected are told after a restart', async () => {
      for (const id of ['zone-2', 'zone-3', 'zone-4', 'zone-5']) await zones.createZone(zoneOf({ id }), [])
      const two = [memberOf(), memberOf({ playerId: 'bob' })]
      await zones.commit([
        commitOf({ zoneId: 'zone-2', putMembers: [memberOf({ disconnectedAt: 5 })] }),
        commitOf({ zoneId: 'zone-3', putMembers: two }),
        commitOf({ zoneId: 'zone-4', putMembers: two }),
        commitOf({ zoneId: 'zone-5', putMembers: two }),
      ])
      await zones.setStatus('zone-4', { status: 'paused' })
      expect(await zones.zonesToTell(10)).toEqual(['zone-3', 'zone-5'])
      expect(await zones.zonesToTell(1)).toEqual(['zone-3'])
    })
  })

  describe('recordings', () => {
    const mark = (tick: number, number: number, bytes: number) => ({ tick, number, bytes })
    const snapshotOf = (tick: number, number: number, bytes: number) => ({
      ...mark(tick, number, bytes),
      size: 10,
      text: `"snapshot ${tick}"`,
    })
    const recorded = (tick: number, bytes = tick * 10, more: Partial<RecordingWrites> = {}): RecordingWrites => ({
      startsAnew: false,
      recordedTick: { ...mark(tick, tick, bytes), text: `"tick ${tick}"` },
      stops: false,
      ...more,
    })
    const record = async (...writes: readonly RecordingWrites[]) => {
      for (const recording of writes) {
        const tick = recording.recordedTick?.tick ?? 0
        const ifTick = (await zones.readTick('zone-1')) ?? 0
        expect(await zones.commit([{ ...commitOf({ ifTick, recording }), tick }])).toEqual(committed)
      }
    }
    const page = (fromTick = 0, ticksMax = 100, bytesMax = 1_000_000) =>
      zones.readRecording({ zoneId: 'zone-1', fromTick, ticksMax, bytesMax })
    const texts = (kind: string, ...ticks: readonly number[]) => ticks.map((tick) => `"${kind} ${tick}"`)
    const headOf = async () => (await zones.loadZone('zone-1'))?.recording

    test('[LOG-2] a zone is created with its first snapshot, and each commit adds its tick', async () => {
      await zones.createZone(zoneOf({ record: true }), [], snapshotOf(0, 0, 10))
      expect(await headOf()).toEqual({ snapshots: [{ ...mark(0, 0, 10), size: 10 }], last: mark(0, 0, 10) })
      expect(await page()).toEqual({ snapshots: texts('snapshot', 0), ticks: [], nextTick: null })
      await record(recorded(1, 20), recorded(2, 30, { snapshot: snapshotOf(1, 1, 30) }))
      expect(await headOf()).toEqual({
        snapshots: [
          { ...mark(0, 0, 10), size: 10 },
          { ...mark(1, 1, 30), size: 10 },
        ],
        last: mark(2, 2, 30),
      })
      expect(await page()).toEqual({ snapshots: texts('snapshot', 0, 1), ticks: texts('tick', 1, 2), nextTick: null })
      expect(await zones.readZone('zone-1')).toMatchObject({ zone: { record: true }, recordedTicks: 2 })
    })

    test('[LOG-2] a commit that fails records nothing', async () => {
      await zones.createZone(zoneOf({ record: true }), [], snapshotOf(0, 0, 10))
      const bad = { putEntities: [entityOf({ x: 0.5 })], recording: recorded(1) }
      expect(await zones.commit([commitOf(bad), commitOf({ epoch: 9, recording: recorded(1) })])).toMatchObject([
        { outcome: 'rejected' },
        { outcome: 'conflict' },
      ])
      expect((await page()).ticks).toEqual([])
    })

    test('[LOG-2] pages are bounded by count and size, hold one tick at least, and together are all there is', async () => {
      await zones.createZone(zoneOf({ record: true }), [], snapshotOf(0, 0, 10))
      await record(
        recorded(1, 20),
        recorded(2, 30),
        recorded(5, 50, { snapshot: snapshotOf(2, 2, 40) }),
        recorded(6, 60),
      )
      for (const [ticksMax, bytesMax] of [
        [1, 1_000],
        [2, 1_000],
        [100, 0],
        [100, 20],
        [100, 45],
      ] as const) {
        const all: string[] = []
        for (let fromTick: number | null = 0; fromTick !== null; ) {
          const { snapshots, ticks, nextTick } = await page(fromTick, ticksMax, bytesMax)
          expect(ticks.length).toBeGreaterThan(0)
          expect(ticks.length).toBeLessThanOrEqual(ticksMax)
          all.push(...snapshots, ...ticks)
          fromTick = nextTick
        }
        expect(all.sort()).toEqual([...texts('snapshot', 0, 2), ...texts('tick', 1, 2, 5, 6)])
      }
      expect((await page(0, 100, 20)).ticks).toEqual(texts('tick', 1))
      expect(await page(7)).toEqual({ snapshots: [], ticks: [], nextTick: null })
    })

    test('[LOG-2] what lies before a snapshot is dropped, anew begins without anything, and the end keeps what is there', async () => {
      await zones.createZone(zoneOf({ record: true }), [], snapshotOf(0, 0, 10))
      const dropping = recorded(3, 40, { snapshot: snapshotOf(2, 2, 30), dropBefore: 2 })
      await record(recorded(1), recorded(2), dropping)
      expect(await page()).toEqual({ snapshots: texts('snapshot', 2), ticks: texts('tick', 3), nextTick: null })
      expect((await zones.readZone('zone-1'))?.recordedTicks).toBe(1)
      await record(recorded(4, 50, { stops: true }))
      expect((await page()).ticks).toEqual(texts('tick', 3, 4))
      expect(await zones.readZone('zone-1')).toMatchObject({ zone: { record: false }, recordedTicks: 2 })
      expect(await headOf()).toBeUndefined()
      await record(recorded(5, 20, { startsAnew: true, snapshot: snapshotOf(4, 0, 10) }))
      expect(await page()).toEqual({ snapshots: texts('snapshot', 4), ticks: texts('tick', 5), nextTick: null })
      expect((await zones.readZone('zone-1'))?.zone.record).toBe(true)
    })

    test('[LOG-2] a zone is renamed, its recording begun and ended, without a tick; it goes with its zone', async () => {
      await zones.createZone(zoneOf(), [])
      expect(await zones.changeZone('zone-1', { name: 'Other \0' })).toBe(true)
      expect(await zones.changeZone('zone-1', {})).toBe(true)
      expect(await zones.changeZone('zone-9', { name: 'x', recording: snapshotOf(0, 0, 10) })).toBe(false)
      expect(await zones.changeZone('zone-1', { recording: snapshotOf(0, 0, 10) })).toBe(true)
      expect((await zones.readZone('zone-1'))?.zone).toEqual(zoneOf({ name: 'Other \uFFFD', record: true }))
      await record(recorded(1))
      expect(await zones.changeZone('zone-1', { recording: 'off' })).toBe(true)
      expect((await page()).ticks).toHaveLength(1)
      expect(await zones.changeZone('zone-1', { recording: snapshotOf(1, 0, 10) })).toBe(true)
      expect(await page()).toEqual({ snapshots: texts('snapshot', 1), ticks: [], nextTick: null })
      await zones.deleteZone('zone-1')
      expect(await page()).toEqual({ snapshots: [], ticks: [], nextTick: null })
    })
  })

  describe('lists', () => {
    test('zones are listed by id, page by page, with filters and the number of members', async () => {
      for (const id of ['c', 'a', 'e', 'b', 'd'])
        await zones.createZone(zoneOf({ id, module: id < 'c' ? 'small' : 'large' }), [])
      await zones.setStatus('d', { status: 'paused' })
      await zones.commit([commitOf({ zoneId: 'c', putMembers: [memberOf(), memberOf({ playerId: 'bob' })] })])
      const ids = async (filter: Parameters<ZoneStorage['listZones']>[0]) =>
        (await zones.listZones(filter)).map(({ zone }) => zone.id)

      expect(await ids({ limit: 10 })).toEqual(['a', 'b', 'c', 'd', 'e'])
      expect(await ids({ limit: 2 })).toEqual(['a', 'b'])
      expect(await ids({ limit: 2, afterId: 'b' })).toEqual(['c', 'd'])
      expect(await ids({ limit: 2, afterId: 'e' })).toEqual([])
      expect(await ids({ limit: 10, module: 'large' })).toEqual(['c', 'd', 'e'])
      expect(await ids({ limit: 10, module: 'large', status: 'open' })).toEqual(['c', 'e'])
      expect(await ids({ limit: 1, module: 'large', status: 'open', afterId: 'c' })).toEqual(['e'])
      expect(await ids({ limit: 10, module: 'none' })).toEqual([])
      expect((await zones.listZones({ limit: 10 })).map(({ members }) => members)).toEqual([0, 0, 2, 0, 0])
      expect((await zones.listZones({ limit: 1 }))[0]?.zone).toEqual(zoneOf({ id: 'a', module: 'small' }))
    })

    test('zones are counted by status', async () => {
      expect(await zones.countZones()).toEqual({ open: 0, paused: 0, finished: 0 })
      for (const id of ['a', 'b', 'c']) await zones.createZone(zoneOf({ id }), [])
      await zones.setStatus('a', { status: 'finished' })
      expect(await zones.countZones()).toEqual({ open: 2, paused: 0, finished: 1 })
    })
  })

  describe('waking', () => {
    beforeEach(async () => {
      const wakes = { a: 300, b: 100, c: 200, d: null, e: 50, f: 60 }
      for (const [id, wakeAt] of Object.entries(wakes)) await zones.createZone(zoneOf({ id, wakeAt }), [])
      await zones.setStatus('e', { status: 'paused' })
      await zones.setStatus('f', { status: 'finished' })
    })

    test('[ACT-5] due zones come earliest first, up to the very ms, and never paused or finished ones', async () => {
      expect(await zones.dueZones(99, 10)).toEqual([])
      expect(await zones.dueZones(100, 10)).toEqual(['b'])
      expect(await zones.dueZones(1_000, 10)).toEqual(['b', 'c', 'a'])
      expect(await zones.dueZones(1_000, 2)).toEqual(['b', 'c'])
    })

    test('[ACT-5] the next wake is the earliest of the open zones; a resumed zone has kept its own', async () => {
      expect(await zones.nextWakeAt()).toBe(100)
      await zones.setStatus('e', { status: 'open' })
      expect(await zones.nextWakeAt()).toBe(50)
      for (const id of ['a', 'b', 'c', 'e']) await zones.commit([commitOf({ zoneId: id })])
      expect(await zones.nextWakeAt()).toBeNull()
    })
  })

  describe('the action log', () => {
    beforeEach(async () => {
      await zones.createZone(zoneOf(), [])
      await zones.createZone(zoneOf({ id: 'zone-2' }), [])
      await zones.commit([
        commitOf({
          log: [
            logRowOf({ at: 1 }),
            logRowOf({ at: 2, type: 'look', playerId: 'bob', connectionId: null, payload: null }),
          ],
        }),
        commitOf({ zoneId: 'zone-2', log: [logRowOf({ at: 3, zoneId: 'zone-2' })] }),
        commitOf({
          ifTick: 1,
          log: [logRowOf({ at: 4, result: 'refused', code: 'blocked', payload: { text: '"😀"\0' } })],
        }),
      ])
    })
    const times = async (filter: object) => (await zones.readLog({ ...everyLog, ...filter })).map(({ at }) => at)

    test('[LOG-1] rows have growing numbers and come oldest first, by zone', async () => {
      const rows = await zones.readLog(everyLog)
      expect(rows.map(({ at }) => at)).toEqual([1, 2, 4])
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).sort((a, b) => a - b))
      expect(new Set(rows.map(({ seq }) => seq)).size).toBe(3)
      expect(rows[2]).toEqual({
        ...logRowOf({ at: 4, result: 'refused', code: 'blocked', payload: { text: '"😀"\0' } }),
        seq: rows[2]?.seq,
      })
    })

    test('[LOG-1] filters: zone, after, type, player, limit', async () => {
      const [first] = await zones.readLog(everyLog)
      expect(await times({ zoneId: 'zone-2' })).toEqual([3])
      expect(await times({ zoneId: 'zone-9' })).toEqual([])
      expect(await times({ afterSeq: first?.seq })).toEqual([2, 4])
      expect(await times({ type: 'step' })).toEqual([1, 4])
      expect(await times({ playerId: 'bob' })).toEqual([2])
      expect(await times({ playerId: 'bob', type: 'step' })).toEqual([])
      expect(await times({ limit: 2 })).toEqual([1, 2])
      expect(await times({ result: 'refused' })).toEqual([4])
      expect(await times({ result: 'failed' })).toEqual([])
    })

    test('[LOG-1] the end of the log comes oldest first too, and so does what is before a number', async () => {
      const [, , last] = await zones.readLog(everyLog)
      expect(await times({ fromEnd: true, limit: 2 })).toEqual([2, 4])
      expect(await times({ fromEnd: true })).toEqual([1, 2, 4])
      expect(await times({ beforeSeq: last?.seq, fromEnd: true, limit: 1 })).toEqual([2])
      expect(await times({ beforeSeq: last?.seq })).toEqual([1, 2])
      expect(await times({ fromEnd: true, type: 'step', limit: 1 })).toEqual([4])
    })

    test('trimming removes what is too old, then the oldest beyond the count', async () => {
      expect(await zones.trimLog({ rowsMax: 4, before: 1 })).toBe(0)
      expect(await zones.trimLog({ rowsMax: 4, before: 2 })).toBe(1)
      expect(await times({})).toEqual([2, 4])
      expect(await zones.trimLog({ rowsMax: 1, before: 0 })).toBe(2)
      expect(await times({})).toEqual([4])
      expect(await zones.trimLog({ rowsMax: 0, before: 0 })).toBe(1)
      expect(await times({})).toEqual([])
    })

    test('[LOG-1] numbers go on growing after all rows were removed', async () => {
      const last = (await zones.readLog(everyLog)).at(-1)?.seq ?? 0
      await zones.trimLog({ rowsMax: 0, before: 0 })
      await zones.commit([commitOf({ ifTick: 2, log: [logRowOf()] })])
      expect((await zones.readLog(everyLog))[0]?.seq).toBeGreaterThan(last)
    })

    test('a long log is trimmed to the row', async () => {
      const log = Array.from({ length: 3_500 }, (_, at) => logRowOf({ at: 100 + at }))
      await zones.commit([commitOf({ ifTick: 2, log })])
      expect(await zones.trimLog({ rowsMax: 1_200, before: 1_100 })).toBe(4 + 1_000 + 1_300)
      expect((await times({ limit: 9_999 })).at(0)).toBe(2_400)
    })
  })

  test('probing changes nothing that can be seen', async () => {
    await zones.probe()
    await zones.probe()
    expect(await zones.countZones()).toEqual({ open: 0, paused: 0, finished: 0 })
  })
})

function cycle(): never {
  const value: { self?: unknown } = {}
  value.self = value
  return value as never
}
