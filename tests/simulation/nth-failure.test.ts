import { describe, expect, test } from 'vitest'
import type { StorageFault } from '../../framework/testing/src/storage-faults.ts'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { size } from '../lanes/size.ts'
import { createWorld, type World } from '../zone/world.ts'
import { SimulatedClient } from './client.ts'
import { createInvariants } from './invariants.ts'

const config = { width: 12, height: 4, sight: 12, pebbles: 8 }
const step = { dx: 1, dy: 0 }

/** Asks until it is done, as an operator or a client would; a beat passes between. */
async function insist(world: World, ask: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 4; attempt++) {
    const answer = await ask().catch(() => ({ ok: false }))
    if ((answer as { ok?: boolean } | undefined)?.ok !== false) return
    await world.beat()
  }
}

/** One game with all there is: joins, steps, talk, a pause, a lost socket, a restart, a leave, the end of a zone. */
async function play(plan: (world: World) => void) {
  const world = await createWorld(helloGrid, { config, seed: 'nth' })
  const [ann, bob] = [new SimulatedClient(world, 'ann'), new SimulatedClient(world, 'bob')]
  const invariants = createInvariants(world)
  plan(world)

  const beat = async (times = 1) => {
    for (let done = 0; done < times; done++) {
      for (const client of [ann, bob]) {
        if (client.link === undefined) await client.connect()
        await client.send()
      }
      await world.beat()
      for (const client of [ann, bob]) client.read()
      await invariants.check([ann, bob].flatMap(({ link }) => (link === undefined ? [] : [link])))
    }
  }

  await beat(2)
  for (let round = 0; round < 4; round++) {
    ann.wish('step', step)
    bob.wish('say', { text: `round ${round}` })
    await beat()
  }
  await insist(world, () => world.host.pauseZone(world.zoneId))
  bob.wish('say', { text: 'still here' })
  await beat()
  await insist(world, () => world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false }))
  ann.disconnect()
  await beat(2)
  world.restart()
  for (const client of [ann, bob]) client.forget()
  ann.wish('step', step)
  await beat(2)
  await insist(world, async () =>
    world.host.query({ zoneId: world.zoneId, playerId: 'ann', name: 'none', input: {} }).then(() => true),
  )
  await insist(world, () => world.host.createZone({ module: 'hello-grid', config }))
  const operations = world.storage.faults.count

  world.storage.faults.clear()
  await insist(world, () => world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false }))
  await beat(8)
  return { world, ann, bob, operations }
}

const kinds = ['io', 'busy', 'full', 'unknown', 'in_use'] as const
/** One operation fails, or two in a row: then nobody can tell at once what became of a commit. */
const faults: (StorageFault & { times: number })[] = [1, 2].flatMap((times) =>
  kinds.flatMap((kind) => (['before', 'after'] as const).map((when) => ({ kind, when, times }))),
)

/** Each fault at every n, or at every twentieth: the faults begin with different ones, so that each n has its turn. */
const stride = size({ usual: 20, long: 1 })

describe('the n-th storage operation fails', () => {
  test.each(faults.map((fault, index) => ({ ...fault, firstNth: 1 + (index % stride) })))(
    '[FAIL-5] [DUR-1] $kind, $when, $times at once, for each n from $firstNth on: never a part of a tick, and it comes to rest',
    async ({ firstNth, ...fault }) => {
      const { operations } = await play(() => {})
      expect(operations).toBeGreaterThan(12)
      for (let nth = firstNth; nth <= operations; nth += stride) {
        const { world, ann, bob } = await play(({ storage }) => {
          for (let offset = 0; offset < fault.times; offset++) storage.faults.failAt(nth + offset, fault)
        }).catch((error: unknown) => {
          throw new Error(`operation ${nth}`, { cause: error })
        })
        const stored = await world.stored()
        expect(stored?.zone.status, `operation ${nth}`).toBe('open')
        for (const client of [ann, bob]) {
          expect(client.isWaiting, `operation ${nth}`).toBe(false)
          expect(client.outcomes.size).toBe(client.lastSeq)
        }
        expect(
          [...ann.outcomes.values()].every((outcome) => ['applied', 'blocked', 'off_grid'].includes(outcome)),
        ).toBe(true)
        expect([...bob.outcomes.values()]).toEqual(Array(5).fill('applied'))
        const state = await world.host.readState({ zoneId: world.zoneId, as: 'ann' })
        const shown = ann.link?.player.view.entities
        expect(state.ok && new Set(state.value.entities.map(({ id }) => id))).toEqual(
          new Set(shown?.map(({ id }) => id)),
        )
      }
    },
  )

  test('[FAIL-5] a disk that takes nothing for a while, in the middle of the game', async () => {
    for (const at of [1, 4, 9, 14]) {
      const { ann, bob } = await play(({ storage, clock }) => {
        clock.after(at * 250, () => storage.faults.failAll({ kind: 'full' }))
        clock.after(at * 250 + 600, () => storage.faults.clear())
      })
      expect([ann.isWaiting, bob.isWaiting]).toEqual([false, false])
    }
  })
})
