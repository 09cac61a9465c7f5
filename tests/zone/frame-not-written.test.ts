import { expect, test } from 'vitest'
import { probeModule } from './probe-module.ts'
import { createWorld } from './world.ts'

test('[WIRE-9] a frame that cannot be written is a fault of one player for one tick; the next is a whole view', async () => {
  const world = await createWorld(
    probeModule({ onTick: ({ intents, tick }) => (intents.length > 0 ? { extras: { score: tick } } : {}) }),
  )
  const [ann, bob] = [world.open('ann'), world.open('bob')]
  await world.watch(ann)
  await world.watch(bob)
  await world.beat()
  const [subscription] = world.zone?.watching.subscriptions.all() ?? []
  const writer = subscription?.writer
  if (writer === undefined) throw new Error('nobody watches')
  const { delta, full } = writer
  const act = async () => {
    await world.intent(bob, 'act', { value: 1 })
    await world.beat()
  }
  const broken = () => {
    throw new Error('no such slot')
  }
  Object.assign(writer, { delta: broken, full: broken })
  const framesOf = (link: typeof ann) => link.player.messages.filter(({ type }) => type === 'tick')
  const before = framesOf(ann).length
  await act()
  expect(framesOf(ann)).toHaveLength(before)
  expect(framesOf(bob).at(-1)).toMatchObject({ extras: { score: expect.any(Number) } })
  expect(world.errors).toEqual([expect.stringMatching(/a frame of player ann cannot be written/)])

  Object.assign(writer, { delta, full })
  await act()
  expect(framesOf(ann).at(-1)).toMatchObject({ full: true })
  expect(ann.player.view).toEqual(bob.player.view)
})
