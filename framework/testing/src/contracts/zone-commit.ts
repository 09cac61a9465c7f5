import type { Storage, ZoneCommit, ZoneStorage } from '@gridtick/engine/ports'
import {
  claimOf,
  commitOf,
  committed,
  entityOf,
  everyLog,
  logRowOf,
  memberOf,
  noZone,
  scheduleOfTurns,
  stored,
  storedTick,
  turnOf,
  zoneOf,
} from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

export function zoneCommitContract(
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
        expect(await storage.actionLog.readLog(everyLog)).toEqual([{ ...logRowOf(), seq: expect.any(Number) }])
        expect(await storedTick(zones, 'zone-1')).toBe(1)
      })

      test('[TIME-2] the offset of the beat numbers is stored where it is named, and stays where it is not', async () => {
        await zones.commit([commitOf({ tickOffset: -7 })])
        await zones.commit([commitOf({ ifTick: 1 })])
        expect((await zones.readZone('zone-1'))?.zone).toMatchObject({ tick: 2, tickOffset: -7, tickUnitMs: 100 })
      })

      test('[TURN-4] the turn of a zone is stored where it is named, and stays where it is not', async () => {
        const turn = turnOf()
        const id = 'zone-of-turns'
        await zones.createZone(zoneOf({ id, turnSchedule: scheduleOfTurns, turn }), [])
        expect((await zones.loadZone(id))?.zone).toMatchObject({ turnSchedule: scheduleOfTurns, turn })
        const next = turnOf({ number: 2, clock: { kind: 'none' }, missed: { ann: 1 }, rollbacks: [{ to: 1, from: 3 }] })
        await zones.commit([commitOf({ zoneId: id, turn: next })])
        await zones.commit([commitOf({ zoneId: id, ifTick: 1 })])
        expect((await zones.readZone(id))?.zone).toMatchObject({ tick: 2, turnSchedule: scheduleOfTurns, turn: next })
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

      const conditions: readonly (readonly [string, Partial<ZoneCommit>, readonly string[]])[] = [
        ['another tick', { ifTick: 5 }, ['tick']],
        ['another epoch', { epoch: 2 }, ['epoch']],
        ['another owner', { owner: 'node-2' }, ['owner']],
        ['nothing that is so', { owner: 'node-2', epoch: 2, ifTick: 5 }, ['owner', 'epoch', 'tick']],
        ['no such zone', { zoneId: 'zone-9' }, ['zone']],
      ]
      for (const [what, condition, differs] of conditions)
        test(`[CLUSTER-20] a commit on ${what} is a conflict, which says so, and nothing of it is stored`, async () => {
          const before = await zones.loadZone('zone-1')
          const changes = {
            state: { a: 1 },
            putEntities: [entityOf({ x: 9 })],
            putMembers: [memberOf()],
            log: [logRowOf()],
          }
          expect(await zones.commit([commitOf({ ...changes, ...condition })])).toEqual([
            { outcome: 'conflict', differs },
          ])
          expect(await zones.loadZone('zone-1')).toEqual(before)
          expect(await storage.actionLog.readLog(everyLog)).toEqual([])
          expect(await zones.commit([commitOf(changes)])).toEqual(committed)
        })

      test('the same commit a second time is a conflict', async () => {
        expect(await zones.commit([commitOf(), commitOf()])).toEqual([
          ...committed,
          { outcome: 'conflict', differs: ['tick'] },
        ])
      })

      const wrong: readonly (readonly [string, Partial<ZoneCommit>])[] = [
        ['a cell that is not an integer', { putEntities: [entityOf({ id: 'fine' }), entityOf({ x: 1.5 })] }],
        ['an integer beyond 2^53', { putEntities: [entityOf({ id: 'fine' }), entityOf({ y: 2 ** 53 })] }],
        ['an id with half a surrogate pair', { putEntities: [entityOf({ id: 'fine' }), entityOf({ id: '\ud83d' })] }],
        ['an id with a NUL', { putEntities: [entityOf({ id: 'fine' }), entityOf({ id: 'a\0b' })] }],
        ['no kind', { putEntities: [entityOf({ id: 'fine' }), entityOf({ kind: null as never })] }],
        ['data that is not JSON', { putEntities: [entityOf({ id: 'fine' }), entityOf({ data: { a: Number.NaN } })] }],
        ['text with half a surrogate pair', { putEntities: [entityOf({ id: 'fine', data: { a: '\udc00' } })] }],
        ['state that is not JSON', { state: { a: Number.NaN } }],
        ['a member without a name', { putMembers: [memberOf({ displayName: null as never })] }],
        ['a log row with a value that contains itself', { log: [logRowOf({ payload: cycle() })] }],
        ['a log row with an unknown result', { log: [logRowOf({ result: null as never })] }],
        ['a time that is not a number', { at: Number.NaN }],
      ]
      for (const [what, bad] of wrong)
        test(`[STEP-5] a commit with ${what} is rejected as a whole, with the reason`, async () => {
          const before = await zones.loadZone('zone-1')
          const log = bad.log ?? [logRowOf()]
          const results = await zones.commit([commitOf({ deleteEntities: ['ship-2'], ...bad, log })])
          expect(results).toEqual([{ outcome: 'rejected', reason: expect.stringMatching(/./) }])
          expect(await zones.loadZone('zone-1')).toEqual(before)
          expect(await storage.actionLog.readLog(everyLog)).toEqual([])
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
        expect(await storage.wakes.nextWakeAt(null)).toBeNull()
      })

      test('[FAIL-3] one success resets failures and error; setting them writes no tick', async () => {
        expect(await zones.setStatus(claimOf('zone-1'), { failures: 2, error: 'it threw' })).toEqual(stored)
        expect((await zones.readZone('zone-1'))?.zone).toEqual(zoneOf({ failures: 2, error: 'it threw' }))
        await zones.commit([commitOf()])
        expect((await zones.readZone('zone-1'))?.zone).toMatchObject({ failures: 0, error: null })
      })

      test('setStatus changes only what is named', async () => {
        await zones.setStatus(claimOf('zone-1'), { status: 'paused', failures: 3, error: 'it threw' })
        expect(await zones.setStatus(claimOf('zone-1'), { status: 'open' })).toEqual(stored)
        expect(await zones.setStatus(claimOf('zone-1'), {})).toEqual(stored)
        expect((await zones.readZone('zone-1'))?.zone).toEqual(zoneOf({ failures: 3, error: 'it threw' }))
        await zones.setStatus(claimOf('zone-1'), { error: null })
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
        expect(await zones.removeMember(claimOf('zone-1'), 'ann')).toEqual(stored)
        expect(await zones.removeMember(claimOf('zone-1'), 'ann')).toEqual(stored)
        expect(await storedTick(zones, 'zone-1')).toBe(1)
        await zones.commit([commitOf({ ifTick: 1, deleteMembers: ['bob', 'nobody'] })])
        expect((await zones.loadZone('zone-1'))?.members).toEqual([])
      })

      test('[ZONE-4] who departs is no member, and kept until the module has heard of it', async () => {
        await zones.commit([commitOf({ putMembers: [memberOf(), memberOf({ playerId: 'bob', displayName: 'Bob' })] })])
        expect(await zones.departMember(claimOf('zone-1'), 'bob')).toEqual(stored)
        expect(await zones.departMember(claimOf('zone-1'), 'bob')).toEqual(stored)
        expect(await zones.departMember(claimOf('zone-9'), 'bob')).toEqual(noZone)
        expect(await zones.readMember('zone-1', 'bob')).toBeUndefined()
        expect(await zones.loadZone('zone-1')).toMatchObject({
          members: [{ playerId: 'ann' }],
          departed: [{ playerId: 'bob', displayName: 'Bob' }],
        })
        await zones.commit([commitOf({ ifTick: 1, deleteDepartures: ['bob', 'nobody'] })])
        expect((await zones.loadZone('zone-1'))?.departed).toEqual([])
      })
    })
  })
}

function cycle(): never {
  const value: { self?: unknown } = {}
  value.self = value
  return value as never
}
