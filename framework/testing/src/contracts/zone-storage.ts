import { type Storage, StorageError, type ZoneStorage } from '@gridtick/engine/ports'
import {
  claimOf,
  commitOf,
  committed,
  entityOf,
  everyLog,
  logRowOf,
  memberOf,
  noZone,
  stored,
  storedTick,
  zoneOf,
} from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

export function zoneStorageContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`zones in ${name}`, () => {
    let storage: Storage
    let zones: ZoneStorage
    beforeEach(async () => {
      storage = await open()
      zones = storage.zones
    })
    afterEach(() => storage.close())

    describe('creating, reading, deleting', () => {
      test('[STORE-1] a created zone is read and loaded as it was given', async () => {
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
        expect(await storedTick(zones, 'zone-1')).toBe(0)
      })

      test('what is not there is undefined or false', async () => {
        expect(await zones.readZone('zone-1')).toBeUndefined()
        expect(await zones.loadZone('zone-1')).toBeUndefined()
        expect(await storedTick(zones, 'zone-1')).toBeUndefined()
        expect(await zones.readMember('zone-1', 'ann')).toBeUndefined()
        expect(await zones.deleteZone(claimOf('zone-1'))).toEqual(noZone)
        expect(await zones.removeMember(claimOf('zone-1'), 'ann')).toEqual(noZone)
        expect(await zones.setStatus(claimOf('zone-1'), { status: 'paused' })).toEqual(noZone)
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
        expect(await zones.deleteZone(claimOf('zone-1'))).toEqual(stored)
        expect(await zones.deleteZone(claimOf('zone-1'))).toEqual(noZone)

        expect(await zones.readMember('zone-1', 'ann')).toBeUndefined()
        expect(await storage.actionLog.readLog(everyLog)).toHaveLength(1)
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

      test('[STORE-1] data of many megabytes, any text and any number come back as they were', async () => {
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
        await zones.setStatus(claimOf('zone-1'), { error: 'at \0 \udc00' })
        expect((await zones.readZone('zone-1'))?.zone).toMatchObject({
          name: 'half \uFFFD and NUL \uFFFD.',
          error: 'at \uFFFD \uFFFD',
        })
      })
    })

    describe('lists', () => {
      test('zones are listed by id, page by page, with filters and the number of members', async () => {
        for (const id of ['c', 'a', 'e', 'b', 'd'])
          await zones.createZone(zoneOf({ id, module: id < 'c' ? 'small' : 'large' }), [])
        await zones.setStatus(claimOf('d'), { status: 'paused' })
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
        await zones.setStatus(claimOf('a'), { status: 'finished' })
        expect(await zones.countZones()).toEqual({ open: 2, paused: 0, finished: 1 })
      })
    })

    test('probing changes nothing that can be seen', async () => {
      await storage.probe()
      await storage.probe()
      expect(await zones.countZones()).toEqual({ open: 0, paused: 0, finished: 0 })
    })
  })
}
