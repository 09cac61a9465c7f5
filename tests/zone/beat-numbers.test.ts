import { expect, test } from 'vitest'
import { storedTick } from '../../framework/testing/src/contracts/rows.ts'
import { testZone } from '../../framework/testing/src/test-zone.ts'
import { probeModule } from './probe-module.ts'
import { schedule } from './scheduled-world.ts'
import { createWorld } from './world.ts'

const everyTick = () => schedule({ onTick: ({ tick }) => ({ extras: { score: tick } }) })
const numbersOf = (steps: readonly { readonly tick: number }[]) => steps.map(({ tick }) => tick)

test('[TIME-2] a tick is the number of the beat since the zone was made, idle ones counted, over sleep and restart', async () => {
  const world = await schedule({ limits: { idleLingerMs: 100 } })
  await world.run(530)
  const zoneId = await world.create('numbers')
  await world.watch(zoneId)
  await world.run(300)
  expect(numbersOf(world.steps)).toEqual([1, 2, 3])
  world.unwatch(zoneId)
  // One step tells the module of the lost connection; then the zone rests.
  await world.run(2_000)
  expect(world.host.registry.get(zoneId)).toBeUndefined()
  expect(numbersOf(world.steps)).toEqual([1, 2, 3, 4])
  await world.watch(zoneId)
  await world.run(200)
  expect(numbersOf(world.steps.slice(4))).toEqual([24, 25])
  await world.restart()
  await world.run(970)
  await world.watch(zoneId)
  await world.run(200)
  expect(numbersOf(world.steps.slice(-2))).toEqual([36, 37])
})

test('[TIME-2] beats fall on whole multiples of the period, so that zones share a beat, also over a restart', async () => {
  const world = await everyTick()
  await world.run(130)
  const one = await world.create('one', 300)
  await world.watch(one)
  await world.run(440)
  await world.crash()
  await world.run(70)
  const other = await world.create('other', 300)
  await world.watch(one)
  await world.watch(other)
  await world.run(1_000)
  const timesOf = (name: string) => world.steps.filter(({ zone }) => zone === name).map(({ at }) => at)
  expect(timesOf('one')).toEqual([300, 900, 1_200, 1_500])
  expect(timesOf('other')).toEqual([900, 1_200, 1_500])
})

test('[TIME-2] ticks grow though the wall clock is set back, and by the beats it was set forward over', async () => {
  const world = await everyTick()
  await world.watch(await world.create('numbers'))
  await world.run(300)
  world.jump(-86_400_000)
  await world.run(2_000)
  const numbers = numbersOf(world.steps)
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  expect(numbers.length).toBeGreaterThan(18)
  world.jump(86_400_000 + 60_000)
  await world.run(300)
  expect(world.steps.at(-1)?.tick).toBe(626)
  expect(world.missed()).toBe(0)
})

test('[TIME-2] a step that comes late has the number of the beat it was due in, and none comes twice', async () => {
  const world = await everyTick()
  await world.watch(await world.create('late'))
  await world.run(300)
  world.sleep(450)
  await world.run(500)
  expect(numbersOf(world.steps)).toEqual([1, 2, 3, 7, 8, 9, 10, 11, 12])
})

test('[TIME-2] zones with a long period count units of 100 ms', async () => {
  const world = await everyTick()
  await world.watch(await world.create('slow', 2_000))
  await world.run(6_100)
  expect(world.steps.map(({ at, tick }) => [at, tick])).toEqual([
    [100, 1],
    [2_000, 20],
    [4_000, 40],
    [6_000, 60],
  ])
})

test('[TIME-2] steps by hand add one each, and the numbers stay ahead, also after a restart', async () => {
  const world = await createWorld(probeModule({ onTick: ({ tick }) => ({ extras: { score: tick } }) }))
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  await world.host.pauseZone(world.zoneId)
  await world.beat(3)
  await world.host.stepZone({ zoneId: world.zoneId, ticks: 2 })
  expect(await storedTick(world.disk.zones, world.zoneId)).toBe(6)
  await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
  await world.beat()
  expect(await storedTick(world.disk.zones, world.zoneId)).toBe(7)
  world.restart()
  await world.watch(world.open('ann'))
  await world.beat(4)
  expect(await storedTick(world.disk.zones, world.zoneId)).toBe(11)
})

test('[TIME-2] ids and chance of a step depend on its number: no number is used again after its beat, whatever fails', async () => {
  const tried: number[] = []
  const zone = await testZone(
    probeModule({
      onTick({ tick, random }) {
        tried.push(tick)
        if (random.next() < 0.3) throw new Error('at times')
        return { extras: { score: tick } }
      },
    }),
    { isQuiet: true, limits: { failuresMax: 100 } },
  )
  const stored: number[] = []
  await zone.join('ann')
  for (let round = 0; round < 40; round++) {
    if (round % 7 === 3) zone.clock.jump(-3_600_000)
    if (round % 10 === 9) await zone.crash()
    await zone.tick()
    if (zone.tickNumber !== stored.at(-1)) stored.push(zone.tickNumber)
  }
  expect(stored.length).toBeGreaterThan(10)
  expect(stored).toEqual([...new Set(stored)].sort((one, other) => one - other))
  expect(tried).toEqual([...tried].sort((one, other) => one - other))
})
