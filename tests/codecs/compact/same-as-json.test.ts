import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ServerMessage } from '../../../framework/protocol/src/server-message.ts'
import { size } from '../../lanes/size.ts'
import { foggy } from '../../view/foggy.ts'
import { randomTick, randomTicksModule } from '../../view/random-ticks.ts'
import type { ProbeEntity } from '../../zone/probe-module.ts'
import { createWorld, type Link, type World } from '../../zone/world.ts'

const compact = 'gridtick.v1.compact'

/** Of others' things, not only the secret is hidden: on every second cell they look like something else. */
const disguised = {
  ...foggy,
  redactions: {
    stranger: ({ data: { secret: _secret, ...data }, kind, ...entity }: ProbeEntity) => {
      const looks = entity.x % 2 === 0 ? { kind: 'shadow', ...(entity.x === 4 ? { ownerId: 'nobody' } : {}) } : { kind }
      return { ...entity, ...looks, data }
    },
  },
}

/** What happens to the connections before a tick. */
const change = fc.constantFrom('none', 'none', 'none', 'reconnect', 'resume', 'restart')

type Pair = { json: Link; compact: Link }

test('[WIRE-10] over skipped frames, reconnects, redactions and kinds that change, it tells the very messages that JSON tells', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(randomTick, change), { minLength: 3, maxLength: 25 }),
      fc.constantFrom('delta', 'delta', 'full'),
      async (ticks, mode) => {
        const { module, show } = randomTicksModule(disguised)
        const world = await createWorld(module)
        const openPair = (): Pair => ({ json: world.open('ann'), compact: world.open('ann', compact) })
        const pairs = { steady: openPair(), slow: openPair() }
        const watch = async (pair: Pair, isResumed = false) => {
          for (const link of Object.values(pair)) await world.watch(link, mode, 'player', isResumed)
        }
        const setCongested = (isCongested: boolean) => {
          for (const link of Object.values(pairs.slow)) world.setCongested(link, isCongested)
        }
        for (const pair of Object.values(pairs)) await watch(pair)
        // A join that is not stored yet would not outlast a restart.
        await world.beat()
        for (const [tick, changed] of ticks) {
          if (changed === 'reconnect') {
            for (const link of Object.values(pairs.steady)) world.drop(link)
            pairs.steady = openPair()
            await watch(pairs.steady)
          }
          if (changed === 'restart') {
            world.restart({ keepsLinks: true })
            for (const pair of Object.values(pairs)) await watch(pair, true)
          }
          if (changed === 'resume') await watch(pairs.steady, true)
          if (tick.isResubscribing) await watch(pairs.slow)
          setCongested(tick.congested)
          show(tick)
          await world.beat()
          for (const pair of Object.values(pairs)) expectSame(pair)
        }
        setCongested(false)
        await expectShown(world, pairs.slow)
      },
    ),
    { numRuns: size({ usual: 25, long: 1_000 }) },
  )
})

function expectSame({ json, compact }: Pair): void {
  expect(compact.player.messages.map(comparable)).toEqual(json.player.messages.map(comparable))
  expect(compact.player.view).toEqual(json.player.view)
}

/** The order of patches means nothing, as each is of another entity. */
function comparable(message: ServerMessage): unknown {
  if (message.type !== 'tick' || message.full) return message
  return { ...message, patch: [...message.patch].sort(([one], [other]) => (one < other ? -1 : 1)) }
}

async function expectShown(world: World, pair: Pair): Promise<void> {
  expectSame(pair)
  const state = await world.host.readState({ zoneId: world.zoneId, as: 'ann' })
  if (!state.ok) return
  const entities = [...state.value.entities].sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1))
  expect(pair.compact.player.view.entities).toEqual(entities)
}
