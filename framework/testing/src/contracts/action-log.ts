import type { Storage } from '@gridtick/engine/ports'
import { commitOf, everyLog, logRowOf, zoneOf } from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

export function actionLogContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`the action log in ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
      await storage.zones.createZone(zoneOf(), [])
      await storage.zones.createZone(zoneOf({ id: 'zone-2' }), [])
      await storage.zones.commit([
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
    afterEach(() => storage.close())

    const times = async (filter: object) =>
      (await storage.actionLog.readLog({ ...everyLog, ...filter })).map(({ at }) => at)

    test('[LOG-1] rows have growing numbers and come oldest first, by zone', async () => {
      const rows = await storage.actionLog.readLog(everyLog)
      expect(rows.map(({ at }) => at)).toEqual([1, 2, 4])
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).sort((a, b) => a - b))
      expect(new Set(rows.map(({ seq }) => seq)).size).toBe(3)
      expect(rows[2]).toEqual({
        ...logRowOf({ at: 4, result: 'refused', code: 'blocked', payload: { text: '"😀"\0' } }),
        seq: rows[2]?.seq,
      })
    })

    test('[LOG-1] filters: zone, after, type, player, limit', async () => {
      const [first] = await storage.actionLog.readLog(everyLog)
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
      const [, , last] = await storage.actionLog.readLog(everyLog)
      expect(await times({ fromEnd: true, limit: 2 })).toEqual([2, 4])
      expect(await times({ fromEnd: true })).toEqual([1, 2, 4])
      expect(await times({ beforeSeq: last?.seq, fromEnd: true, limit: 1 })).toEqual([2])
      expect(await times({ beforeSeq: last?.seq })).toEqual([1, 2])
      expect(await times({ fromEnd: true, type: 'step', limit: 1 })).toEqual([4])
    })

    test('trimming removes what is too old, then the oldest beyond the count', async () => {
      expect(await storage.actionLog.trimLog({ rowsMax: 4, before: 1 })).toBe(0)
      expect(await storage.actionLog.trimLog({ rowsMax: 4, before: 2 })).toBe(1)
      expect(await times({})).toEqual([2, 4])
      expect(await storage.actionLog.trimLog({ rowsMax: 1, before: 0 })).toBe(2)
      expect(await times({})).toEqual([4])
      expect(await storage.actionLog.trimLog({ rowsMax: 0, before: 0 })).toBe(1)
      expect(await times({})).toEqual([])
    })

    test('[LOG-1] numbers go on growing after all rows were removed', async () => {
      const last = (await storage.actionLog.readLog(everyLog)).at(-1)?.seq ?? 0
      await storage.actionLog.trimLog({ rowsMax: 0, before: 0 })
      await storage.zones.commit([commitOf({ ifTick: 2, log: [logRowOf()] })])
      expect((await storage.actionLog.readLog(everyLog))[0]?.seq).toBeGreaterThan(last)
    })

    test('a long log is trimmed to the row', async () => {
      const log = Array.from({ length: 3_500 }, (_, at) => logRowOf({ at: 100 + at }))
      await storage.zones.commit([commitOf({ ifTick: 2, log })])
      expect(await storage.actionLog.trimLog({ rowsMax: 1_200, before: 1_100 })).toBe(4 + 1_000 + 1_300)
      expect((await times({ limit: 9_999 })).at(0)).toBe(2_400)
    })
  })
}
