import { expect, test } from 'vitest'
import { foggy, thing } from '../../view/foggy.ts'
import { type ProbeContext, probeModule } from '../../zone/probe-module.ts'
import { createWorld } from '../../zone/world.ts'

/** Things come, move and go in sight, and others where nobody looks. */
async function bytesOf({ hidden }: { readonly hidden: boolean }) {
  let beat = 0
  const far = (id: string) => thing(id, { x: 9, data: { n: 1, secret: 7 } })
  const onTick = ({ entities }: ProbeContext) => {
    beat += 1
    const create: object[] = beat % 2 === 0 ? [thing(`b${beat}`)] : []
    const update = [{ id: 'a', set: { x: beat % 5 } }]
    const gone = entities.get(`b${beat - 3}`) === undefined ? [] : [`b${beat - 3}`]
    if (!hidden) return { create, update, delete: gone }
    const late = entities.get(`far${beat - 2}`) === undefined ? [] : [`far${beat - 2}`]
    return { create: [far(`far${beat}`), ...create], update, delete: [...late, ...gone] }
  }
  const world = await createWorld(probeModule({ ...foggy, create: [thing('a')], onTick }))
  const ann = world.open('ann', 'gridtick.v1.compact')
  await world.watch(ann)
  await world.beat(12)
  expect(ann.frames.length).toBeGreaterThan(10)
  return ann.frames
}

test('[WIRE-10] [FOG-1] what is out of sight changes no byte: no slot, no kind, no length', async () => {
  expect(await bytesOf({ hidden: true })).toEqual(await bytesOf({ hidden: false }))
})
