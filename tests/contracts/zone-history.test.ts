import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RecordingWrites, ZoneStorage } from '../../framework/storage/zone-storage.ts'
import { commitOf, committed, entityOf, everyLog, logRowOf, type OpenStorage, storages, zoneOf } from './storages.ts'

describe.each(storages)('zones in $name', ({ open }) => {
  let storage: OpenStorage
  let zones: ZoneStorage
  beforeEach(async () => {
    storage = await open()
    zones = storage.zones
  })
  afterEach(() => storage.close())

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

    test('[LOG-2] what lies before a snapshot is dropped, a new start begins without anything, and the end keeps what is there', async () => {
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

  test('[TIME-1] the clock stands at the later of what was stored and the newest time of a zone', async () => {
    expect(await zones.readClock()).toBe(null)
    await zones.storeClock(500)
    expect(await zones.readClock()).toBe(500)
    await zones.createZone(zoneOf({ at: 1_000 }), [])
    await zones.createZone(zoneOf({ id: 'zone-2', at: 900 }), [])
    expect(await zones.readClock()).toBe(1_000)
    await zones.storeClock(5_000)
    await zones.storeClock(4_000)
    expect(await zones.readClock()).toBe(5_000)
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
})
