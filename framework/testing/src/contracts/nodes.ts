import type { Storage } from '@gridtick/engine/ports'
import { nodeOf, nodeStateOf } from './rows.ts'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

const minute = 60_000

export function nodesContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`nodes in ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
    })
    afterEach(() => storage.close())
    const live = async () => (await storage.nodes.liveNodes()).map(({ incarnation }) => incarnation)

    test('[CLUSTER-10] a node lives as long as its lease, and is told as it was entered, in the order of names', async () => {
      expect(await live()).toEqual([])
      await storage.nodes.registerNode(nodeOf({ id: 'b', incarnation: 'b1' }), minute)
      await storage.nodes.registerNode(
        nodeOf({ id: 'a', incarnation: 'a1', modules: [{ name: 'm', stateVersion: 2 }] }),
        minute,
      )
      await storage.nodes.registerNode(nodeOf({ id: 'c', incarnation: 'c1' }), 0)
      expect(await storage.nodes.liveNodes()).toEqual([
        nodeOf({ id: 'a', incarnation: 'a1', modules: [{ name: 'm', stateVersion: 2 }] }),
        nodeOf({ id: 'b', incarnation: 'b1' }),
      ])
    })

    test('[CLUSTER-10] [CLUSTER-13] a renewal moves the end of the lease, also one that comes late, and stores how the node is', async () => {
      await storage.nodes.registerNode(nodeOf({ incarnation: 'a1' }), 0)
      expect(await live()).toEqual([])
      const state = nodeStateOf({ load: 0.5, zones: 3, players: 7, draining: true, busUp: false })
      expect(await storage.nodes.renewNode('a1', state, minute)).toBe(true)
      expect(await storage.nodes.liveNodes()).toEqual([nodeOf({ incarnation: 'a1', ...state })])
      expect(await storage.nodes.renewNode('a1', state, 0)).toBe(true)
      expect(await live()).toEqual([])
    })

    test('[CLUSTER-11] who comes under a name takes the place of the one before, who learns it by the next renewal', async () => {
      await storage.nodes.registerNode(nodeOf({ incarnation: 'a1' }), minute)
      await storage.nodes.registerNode(nodeOf({ incarnation: 'a2' }), minute)
      expect(await live()).toEqual(['a2'])
      expect(await storage.nodes.renewNode('a1', nodeStateOf(), minute)).toBe(false)
      expect(await storage.nodes.renewNode('a2', nodeStateOf(), minute)).toBe(true)
      expect(await live()).toEqual(['a2'])
    })

    test('[CLUSTER-10] a node that is removed is gone; what is not there any more is removed in vain', async () => {
      await storage.nodes.registerNode(nodeOf({ incarnation: 'a1' }), minute)
      await storage.nodes.removeNode('other')
      expect(await live()).toEqual(['a1'])
      await storage.nodes.removeNode('a1')
      await storage.nodes.removeNode('a1')
      expect(await live()).toEqual([])
      expect(await storage.nodes.renewNode('a1', nodeStateOf(), minute)).toBe(false)
    })
  })
}
