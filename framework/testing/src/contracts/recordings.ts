import type { RecordingWrites, Storage } from '@gridtick/engine/ports'
import { claimOf, commitOf, committed, entityOf, noZone, stored, storedTick, zoneOf } from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

export function recordingsContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`recordings in ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
    })
    afterEach(() => storage.close())

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
        const ifTick = (await storedTick(storage.zones, 'zone-1')) ?? 0
        expect(await storage.zones.commit([{ ...commitOf({ ifTick, recording }), tick }])).toEqual(committed)
      }
    }
    const page = (fromTick = 0, ticksMax = 100, bytesMax = 1_000_000) =>
      storage.recordings.readRecording({ zoneId: 'zone-1', fromTick, ticksMax, bytesMax })
    const texts = (kind: string, ...ticks: readonly number[]) => ticks.map((tick) => `"${kind} ${tick}"`)
    const headOf = async () => (await storage.zones.loadZone('zone-1'))?.recording

    test('[LOG-2] a zone is created with its first snapshot, and each commit adds its tick', async () => {
      await storage.zones.createZone(zoneOf({ record: true }), [], snapshotOf(0, 0, 10))
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
      expect(await storage.zones.readZone('zone-1')).toMatchObject({ zone: { record: true }, recordedTicks: 2 })
    })

    test('[LOG-2] a commit that fails records nothing', async () => {
      await storage.zones.createZone(zoneOf({ record: true }), [], snapshotOf(0, 0, 10))
      const bad = { putEntities: [entityOf({ x: 0.5 })], recording: recorded(1) }
      expect(await storage.zones.commit([commitOf(bad), commitOf({ epoch: 9, recording: recorded(1) })])).toMatchObject(
        [{ outcome: 'rejected' }, { outcome: 'conflict' }],
      )
      expect((await page()).ticks).toEqual([])
    })

    test('[LOG-2] pages are bounded by count and size, hold one tick at least, and together are all there is', async () => {
      await storage.zones.createZone(zoneOf({ record: true }), [], snapshotOf(0, 0, 10))
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
      await storage.zones.createZone(zoneOf({ record: true }), [], snapshotOf(0, 0, 10))
      const dropping = recorded(3, 40, { snapshot: snapshotOf(2, 2, 30), dropBefore: 2 })
      await record(recorded(1), recorded(2), dropping)
      expect(await page()).toEqual({ snapshots: texts('snapshot', 2), ticks: texts('tick', 3), nextTick: null })
      expect((await storage.zones.readZone('zone-1'))?.recordedTicks).toBe(1)
      await record(recorded(4, 50, { stops: true }))
      expect((await page()).ticks).toEqual(texts('tick', 3, 4))
      expect(await storage.zones.readZone('zone-1')).toMatchObject({ zone: { record: false }, recordedTicks: 2 })
      expect(await headOf()).toBeUndefined()
      await record(recorded(5, 20, { startsAnew: true, snapshot: snapshotOf(4, 0, 10) }))
      expect(await page()).toEqual({ snapshots: texts('snapshot', 4), ticks: texts('tick', 5), nextTick: null })
      expect((await storage.zones.readZone('zone-1'))?.zone.record).toBe(true)
    })

    test('[LOG-2] a zone is renamed, its recording begun and ended, without a tick; it goes with its zone', async () => {
      await storage.zones.createZone(zoneOf(), [])
      expect(await storage.zones.changeZone(claimOf('zone-1'), { name: 'Other \0' })).toEqual(stored)
      expect(await storage.zones.changeZone(claimOf('zone-1'), {})).toEqual(stored)
      expect(await storage.zones.changeZone(claimOf('zone-9'), { name: 'x', recording: snapshotOf(0, 0, 10) })).toEqual(
        noZone,
      )
      expect(await storage.zones.changeZone(claimOf('zone-1'), { recording: snapshotOf(0, 0, 10) })).toEqual(stored)
      expect((await storage.zones.readZone('zone-1'))?.zone).toEqual(zoneOf({ name: 'Other \uFFFD', record: true }))
      await record(recorded(1))
      expect(await storage.zones.changeZone(claimOf('zone-1'), { recording: 'off' })).toEqual(stored)
      expect((await page()).ticks).toHaveLength(1)
      expect(await storage.zones.changeZone(claimOf('zone-1'), { recording: snapshotOf(1, 0, 10) })).toEqual(stored)
      expect(await page()).toEqual({ snapshots: texts('snapshot', 1), ticks: [], nextTick: null })
      await storage.zones.deleteZone(claimOf('zone-1'))
      expect(await page()).toEqual({ snapshots: [], ticks: [], nextTick: null })
    })
  })
}
