import type { Storage, ZoneClaim, ZoneOwner } from '@gridtick/engine/ports'
import {
  claimOf,
  commitOf,
  committed,
  entityOf,
  logRowOf,
  memberOf,
  nodeOf,
  nodeStateOf,
  stored,
  zoneOf,
} from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

const minute = 60_000

export function zoneClaimsContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`claims of zones in ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
      for (const id of ['zone-2', 'zone-1', 'zone-3']) await storage.zones.createZone(zoneOf({ id }), [entityOf()])
    })
    afterEach(() => storage.close())
    const enter = (name: string, leaseMs = minute) =>
      storage.nodes.registerNode(nodeOf({ id: name, incarnation: `${name}1` }), leaseMs)
    const claim = (owner: ZoneOwner, ...zoneIds: readonly string[]) => storage.zones.claimZones(zoneIds, owner)
    const ownerOf = async (zoneId: string) => (await storage.zones.readZone(zoneId))?.zone.owner

    describe('for nobody, by a server that has the storage for itself', () => {
      test('[STORE-3] zones that nobody owns are claimed as they are, as often as asked, in the order of ids', async () => {
        const claims = [claimOf('zone-1'), claimOf('zone-2')]
        expect(await claim(null, 'zone-2', 'zone-1', 'zone-9')).toEqual(claims)
        expect(await claim(null, 'zone-2', 'zone-1')).toEqual(claims)
        expect(await claim(null)).toEqual([])
      })

      test('[STORE-3] giving back what nobody owned changes nothing', async () => {
        expect(await storage.zones.releaseZone(claimOf('zone-1'), null)).toEqual(stored)
        expect((await storage.zones.readZone('zone-1'))?.zone).toEqual(zoneOf())
      })

      test('[CLUSTER-21] a zone of a node is claimed only once that has no lease, and then its epoch has grown', async () => {
        await enter('a')
        await claim('a1', 'zone-1')
        expect(await claim(null, 'zone-1', 'zone-2')).toEqual([claimOf('zone-2')])
        await storage.nodes.removeNode('a1')
        expect(await claim(null, 'zone-1', 'zone-2')).toEqual([claimOf('zone-1', { epoch: 3 }), claimOf('zone-2')])
        expect(await claim(null, 'zone-1')).toEqual([claimOf('zone-1', { epoch: 3 })])
      })
    })

    describe('by a node', () => {
      beforeEach(async () => {
        await enter('a')
        await enter('b')
      })

      test('[CLUSTER-21] what is free or its own it gets, and the epoch grows each time', async () => {
        expect(await claim('a1', 'zone-2', 'zone-1', 'zone-9')).toEqual([
          claimOf('zone-1', { owner: 'a1', epoch: 2 }),
          claimOf('zone-2', { owner: 'a1', epoch: 2 }),
        ])
        expect(await claim('a1', 'zone-1')).toEqual([claimOf('zone-1', { owner: 'a1', epoch: 3 })])
        expect((await storage.zones.loadZone('zone-1'))?.zone).toEqual(zoneOf({ owner: 'a1', epoch: 3 }))
      })

      test('[CLUSTER-21] of another it gets none, as long as that has its lease, and all of them when it has not', async () => {
        await claim('a1', 'zone-1', 'zone-2')
        expect(await claim('b1', 'zone-1', 'zone-2', 'zone-3')).toEqual([claimOf('zone-3', { owner: 'b1', epoch: 2 })])
        expect(await ownerOf('zone-1')).toBe('a1')
        await storage.nodes.renewNode('a1', nodeStateOf(), 0)
        expect(await claim('b1', 'zone-1', 'zone-2')).toEqual([
          claimOf('zone-1', { owner: 'b1', epoch: 3 }),
          claimOf('zone-2', { owner: 'b1', epoch: 3 }),
        ])
      })

      test('[CLUSTER-11] [CLUSTER-21] who is started again under the same name gets the zones of the one before at once', async () => {
        await claim('a1', 'zone-1')
        await storage.nodes.registerNode(nodeOf({ id: 'a', incarnation: 'a2' }), minute)
        expect(await claim('a2', 'zone-1')).toEqual([claimOf('zone-1', { owner: 'a2', epoch: 3 })])
      })

      test('[CLUSTER-21] without a lease, or while it stops, it gets nothing', async () => {
        expect(await claim('nobody', 'zone-1')).toEqual([])
        await storage.nodes.renewNode('a1', nodeStateOf({ draining: true }), minute)
        await storage.nodes.renewNode('b1', nodeStateOf(), 0)
        expect([await claim('a1', 'zone-1'), await claim('b1', 'zone-1')]).toEqual([[], []])
        expect((await storage.zones.readZone('zone-1'))?.zone).toEqual(zoneOf())
      })

      test('[CLUSTER-21] of many who claim the same at once, one gets each zone', async () => {
        const ids = ['zone-1', 'zone-2', 'zone-3']
        const won = await Promise.all(['a1', 'b1', 'a1', 'b1'].map((owner) => claim(owner, ...ids)))
        for (const id of ids) {
          const owner = await ownerOf(id)
          const winners = won.flat().filter(({ zoneId }) => zoneId === id)
          expect(new Set(winners.map((claimed) => claimed.owner))).toEqual(new Set([owner]))
        }
      })

      test('[CLUSTER-23] what is given back is free or the other one’s, its epoch has grown, and the giver writes no more', async () => {
        const [first, second] = (await claim('a1', 'zone-1', 'zone-2')) as [ZoneClaim, ZoneClaim]
        expect(await storage.zones.releaseZone(first, null)).toEqual(stored)
        expect(await storage.zones.releaseZone(second, 'b1')).toEqual(stored)
        expect((await storage.zones.readZone('zone-1'))?.zone).toEqual(zoneOf({ epoch: 3 }))
        expect((await storage.zones.readZone('zone-2'))?.zone).toMatchObject({ owner: 'b1', epoch: 3 })
        expect(await storage.zones.releaseZone(first, null)).toEqual({
          outcome: 'conflict',
          differs: ['owner', 'epoch'],
        })
        expect(await storage.zones.commit([commitOf({ ...first })])).toMatchObject([{ outcome: 'conflict' }])
      })

      test('[CLUSTER-52] what wants to run is told to the owner, and to others only when nobody owns it', async () => {
        const { wakes, zones } = storage
        for (const zoneId of ['zone-1', 'zone-2'])
          await zones.commit([commitOf({ zoneId, wakeAt: zoneId === 'zone-1' ? 100 : 200, putMembers: [memberOf()] })])
        await claim('a1', 'zone-1')
        const asked = async (owner: ZoneOwner) => [
          await wakes.dueZones(owner, 500, 9),
          await wakes.nextWakeAt(owner),
          await wakes.zonesToTell(owner, 9),
        ]
        const both = [['zone-1', 'zone-2'], 100, ['zone-1', 'zone-2']]
        expect(await asked('a1')).toEqual(both)
        expect(await asked('b1')).toEqual([['zone-2'], 200, ['zone-2']])
        expect(await asked(null)).toEqual([['zone-2'], 200, ['zone-2']])
        await storage.nodes.renewNode('a1', nodeStateOf(), 0)
        expect(await asked('b1')).toEqual(both)
      })
    })

    describe('[CLUSTER-20] every write', () => {
      const writes: Readonly<Record<string, (claim: ZoneClaim) => Promise<unknown>>> = {
        setStatus: (held) => storage.zones.setStatus(held, { status: 'paused', failures: 3, error: 'x' }),
        changeZone: (held) => storage.zones.changeZone(held, { name: 'other', recording: snapshot }),
        removeMember: (held) => storage.zones.removeMember(held, 'ann'),
        departMember: (held) => storage.zones.departMember(held, 'ann'),
        deleteZone: (held) => storage.zones.deleteZone(held),
        commit: async (held) =>
          (
            await storage.zones.commit([
              commitOf({ ...held, ifTick: 1, deleteEntities: ['ship-1'], log: [logRowOf()] }),
            ])
          )[0],
        releaseZone: (held) => storage.zones.releaseZone(held, 'b1'),
      }
      const snapshot = { tick: 1, number: 0, bytes: 10, size: 10, text: '"snapshot"' }
      let held: ZoneClaim

      beforeEach(async () => {
        await enter('a')
        await enter('b')
        held = (await claim('a1', 'zone-1'))[0] as ZoneClaim
        expect(await storage.zones.commit([commitOf({ ...held, putMembers: [memberOf()] })])).toEqual(committed)
      })

      for (const name of Object.keys(writes)) {
        test(`${name} is stored for who owns the zone`, async () => {
          expect(await writes[name]?.(held)).toEqual(name === 'commit' ? committed[0] : stored)
        })

        test(`${name} is refused to anybody else, who is told what differs, and changes nothing`, async () => {
          const before = [await storage.zones.loadZone('zone-1'), await storage.zones.readZone('zone-1')]
          const refused = async (changes: Partial<ZoneClaim>, ...differs: readonly string[]) =>
            expect(await writes[name]?.({ ...held, ...changes })).toEqual({ outcome: 'conflict', differs })
          await refused({ owner: null }, 'owner')
          await refused({ owner: 'b1' }, 'owner')
          await refused({ epoch: held.epoch - 1 }, 'epoch')
          await refused({ owner: 'b1', epoch: held.epoch + 1 }, 'owner', 'epoch')
          await refused({ zoneId: 'zone-9' }, 'zone')
          expect([await storage.zones.loadZone('zone-1'), await storage.zones.readZone('zone-1')]).toEqual(before)
          expect(await storage.actionLog.readLog({ zoneId: 'zone-1', afterSeq: 0, limit: 9 })).toEqual([])
        })
      }
    })

    describe('settling', () => {
      test('[STORE-4] a commit that is stored landed; one that is not has not, and the claim it had is gone on with', async () => {
        const commit = commitOf()
        const settled = async () => {
          const found = await storage.zones.settle(commit)
          if (found.outcome === 'lost') throw new Error('nobody has taken it')
          return [found.outcome, (await storage.zones.claimZones(['zone-1'], null))[0]?.epoch === found.claim.epoch]
        }
        expect(await settled()).toEqual(['notLanded', true])
        expect(await settled()).toEqual(['notLanded', true])
        await storage.zones.commit([commit])
        expect(await settled()).toEqual(['landed', true])
        expect(await settled()).toEqual(['landed', true])
      })

      test('[STORE-4] where another has the zone, or it is gone, it is lost, also if a tick of that number is stored', async () => {
        await enter('a')
        await enter('b')
        const [first] = (await claim('a1', 'zone-1')) as [ZoneClaim]
        await storage.nodes.removeNode('a1')
        const [second] = (await claim('b1', 'zone-1')) as [ZoneClaim]
        await storage.zones.commit([commitOf({ ...second })])
        expect(await storage.zones.settle(commitOf({ ...first }))).toEqual({ outcome: 'lost' })
        expect(await storage.zones.settle(commitOf({ ...second }))).toMatchObject({ outcome: 'landed' })
        expect(await storage.zones.settle(commitOf({ zoneId: 'zone-9' }))).toEqual({ outcome: 'lost' })
      })
    })
  })
}
