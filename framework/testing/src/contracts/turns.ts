import type { Storage, TurnResult, TurnWrites } from '@gridtick/engine/ports'
import { claimOf, commitOf, committed, memberOf, zoneOf } from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

type Resolved = NonNullable<TurnWrites['resolved']>

export function turnsContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`turns in ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
      await storage.zones.createZone(zoneOf(), [])
    })
    afterEach(() => storage.close())

    const zoneId = 'zone-1'
    const turnOf = (resolution: number, changes: Partial<Resolved['turn']> = {}): Resolved['turn'] => ({
      ...{ resolution, turn: resolution, run: 1, tick: resolution * 10 },
      ...{ openedAt: resolution * 1_000, resolvedAt: resolution * 1_000 + 500, reason: 'ready' },
      summary: null,
      ...changes,
    })
    const resultOf = (changes: Partial<TurnResult> = {}): TurnResult => ({
      ...{
        playerId: 'ann',
        source: 'player',
        code: null,
        summary: 'You won.',
        shown: '{"entities":[]}',
        problem: null,
      },
      ...changes,
    })
    const commit = async (turns: TurnWrites) => {
      const ifTick = (await storage.zones.readZone(zoneId))?.zone.tick ?? 0
      return storage.zones.commit([commitOf({ ifTick, turns })])
    }
    const resolve = async (turn: Resolved['turn'], results: readonly TurnResult[] = [], snapshot?: string) => {
      const resolved = { turn, results, ...(snapshot !== undefined && { snapshot }) }
      expect(await commit({ resolved })).toEqual(committed)
    }
    const list = (playerId = 'ann', limit = 100, before?: number) =>
      storage.turns.listTurns({ zoneId, playerId, limit, before })
    const read = (turn: number, run?: number, playerId = 'ann') =>
      storage.turns.readResult({ zoneId, playerId, turn, run })
    const put = async (playerId: string, turn: number, run = 1) => {
      const ifTick = (await storage.zones.readZone(zoneId))?.zone.tick ?? 0
      const orders = { playerId, memberSince: 1, orders: { to: turn }, isReady: true, at: 5, bytes: 8 }
      await storage.orders.putOrders({ ...claimOf(zoneId), turn, run, ifTick, orders })
    }
    const ordered = async (turn: number, run = 1) => {
      const orders = await storage.orders.readOrders({ zoneId, turn, run })
      return orders.map(({ playerId, isReady }) => `${playerId} ${isReady ? 'ready' : 'draft'}`)
    }

    test('[RESULT-1] each player reads his own of a turn as it was, in the transaction of the resolution', async () => {
      const turn = turnOf(1, { summary: 'Peace.', reason: 'deadline' })
      const bens = resultOf({ playerId: 'ben', source: 'replaced', code: 'orders_failed', summary: null, shown: null })
      await resolve(turn, [resultOf(), { ...bens, problem: 'view_unavailable' }])
      expect(await read(1)).toEqual({ turn: { ...turn, isRolledBack: false }, own: resultOf() })
      expect((await read(1, 1, 'ben'))?.own).toEqual({ ...bens, problem: 'view_unavailable' })
      expect(await read(1, 1, 'eve')).toEqual({ turn: { ...turn, isRolledBack: false }, own: null })
      expect([await read(2), await read(1, 2)]).toEqual([undefined, undefined])
      const elsewhere = { zoneId: 'zone-9', playerId: 'ann' }
      expect(await storage.turns.readResult({ ...elsewhere, turn: 1 })).toBeUndefined()
      expect(await storage.turns.listTurns({ ...elsewhere, limit: 9 })).toEqual([])
    })

    test('[RESULT-1] a commit that does not hold, or is refused, stores none of it', async () => {
      const resolved = { turn: turnOf(1), results: [resultOf()] }
      const refused = { turn: turnOf(1, { tick: 0.5 }), results: [resultOf()] }
      expect(await storage.zones.commit([commitOf({ epoch: 9, turns: { resolved } })])).toMatchObject([
        { outcome: 'conflict' },
      ])
      const bad = { putMembers: [memberOf()], turns: { resolved: refused } }
      expect(await storage.zones.commit([commitOf(bad)])).toMatchObject([{ outcome: 'rejected' }])
      expect([await list(), (await storage.zones.loadZone(zoneId))?.members]).toEqual([[], []])
    })

    test('[RESULT-1] the newest turns come first, page by page, with what became of the own orders', async () => {
      for (const resolution of [1, 2, 3]) await resolve(turnOf(resolution), resolution === 2 ? [] : [resultOf()])
      const page = await list('ann', 2)
      expect(page.map(({ turn, own }) => [turn, own])).toEqual([
        [3, { source: 'player', code: null }],
        [2, null],
      ])
      expect((await list('ann', 2, 2)).map(({ turn }) => turn)).toEqual([1])
      expect((await list('eve')).map(({ own }) => own)).toEqual([null, null, null])
    })

    test('[TURN-12] after a rollback, turns that were taken back stay readable, and the last run is meant', async () => {
      for (const resolution of [1, 2, 3]) await resolve(turnOf(resolution), [resultOf()])
      expect(await commit({ rollBackFrom: 2 })).toEqual(committed)
      await resolve(turnOf(4, { turn: 2, run: 2 }), [resultOf({ summary: 'You lost.' })])
      expect((await list()).map(({ turn, run, isRolledBack }) => [turn, run, isRolledBack])).toEqual([
        [2, 2, false],
        [3, 1, true],
        [2, 1, true],
        [1, 1, false],
      ])
      expect((await read(2))?.own?.summary).toBe('You lost.')
      expect((await read(2, 1))?.own?.summary).toBe('You won.')
    })

    test('[TURN-12] snapshots are those of the last runs, and the older ones are dropped', async () => {
      for (const resolution of [1, 2, 3]) await resolve(turnOf(resolution), [], `"before ${resolution}"`)
      await resolve(turnOf(4, { turn: 2, run: 2 }), [], '"before 2 again"')
      const snapshots = () => Promise.all([1, 2, 3, 4].map((turn) => storage.turns.readSnapshot(zoneId, turn)))
      expect(await snapshots()).toEqual(['"before 1"', '"before 2 again"', '"before 3"', undefined])
      await commit({ dropSnapshotsBefore: 3 })
      expect(await snapshots()).toEqual([undefined, '"before 2 again"', '"before 3"', undefined])
      expect(await list()).toHaveLength(4)
    })

    test('[TURN-12] orders of a run are kept as drafts of the next, in the place of what was there', async () => {
      await put('ann', 3)
      await put('ben', 3)
      await put('cem', 3, 2)
      await commit({ keepAsDrafts: { turn: 3, fromRun: 1, toRun: 2 } })
      expect([await ordered(3, 1), await ordered(3, 2)]).toEqual([
        ['ann ready', 'ben ready'],
        ['ann draft', 'ben draft'],
      ])
    })

    test('[TURN-13] orders of those who left go with the step', async () => {
      await put('ann', 1)
      await put('ben', 1)
      await put('ann', 2)
      await commit({ dropOrders: { turn: 1, run: 1, playerIds: ['ann', 'eve'] } })
      expect([await ordered(1), await ordered(2)]).toEqual([['ben ready'], ['ann ready']])
    })

    test('[RESULT-1] the oldest turns go with their orders and results; sizes say how much there is', async () => {
      for (const resolution of [1, 2, 3]) {
        await put('ann', resolution)
        await resolve(turnOf(resolution, { summary: 'Öde' }), [resultOf({ shown: '12345', summary: null })], '"s"')
      }
      expect(await storage.turns.readTurnSizes(zoneId)).toEqual(
        [1, 2, 3].map((resolution) => ({ resolution, size: 8 })),
      )
      await commit({ dropTurnsBefore: 3 })
      expect((await list()).map(({ turn }) => turn)).toEqual([3])
      expect([await read(2), await ordered(2), await storage.turns.readSnapshot(zoneId, 2)]).toEqual([
        ...[undefined, [], undefined],
      ])
      expect([(await read(3))?.own?.shown, await ordered(3)]).toEqual(['12345', ['ann ready']])
      expect(await storage.turns.readTurnSizes(zoneId)).toEqual([{ resolution: 3, size: 8 }])
    })

    test('[RESULT-1] a zone that is deleted takes its turns along', async () => {
      await resolve(turnOf(1), [resultOf()], '"s"')
      await storage.zones.deleteZone(claimOf(zoneId))
      await storage.zones.createZone(zoneOf(), [])
      expect([await list(), await storage.turns.readSnapshot(zoneId, 1)]).toEqual([[], undefined])
    })
  })
}
