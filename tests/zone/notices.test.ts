import { expect, test } from 'vitest'
import { probeModule } from './probe-module.ts'
import { createWorld } from './world.ts'

test('[EMBED-1] the program hears of each zone that is made, paused, resumed, finished and deleted', async () => {
  const module = probeModule({ onTick: ({ tick }) => (tick === 2 ? { end: { result: { winner: 'ann' } } } : {}) })
  const world = await createWorld(module)
  const { zoneId, host, notices } = world
  await host.pauseZone(zoneId)
  await host.pauseZone(zoneId)
  await host.resumeZone({ zoneId, discardIntents: false })
  await host.resumeZone({ zoneId, discardIntents: false })
  const about = { zoneId, module: module.name }
  expect(notices.splice(0)).toEqual([
    { ...about, what: 'created', name: module.name },
    { ...about, what: 'paused', error: null },
    { ...about, what: 'resumed' },
  ])
  await world.watch(world.open('ann'))
  await world.beat(3)
  expect(notices.splice(0)).toEqual([{ ...about, what: 'finished', tick: 2, result: { winner: 'ann' } }])
  await host.deleteZone(zoneId)
  expect(notices).toEqual([{ ...about, what: 'deleted' }])
})

test('[EMBED-1] it hears of a zone that is deleted before it was loaded, and of none that was not there', async () => {
  const world = await createWorld(probeModule({}))
  world.restart()
  world.notices.splice(0)
  expect(await world.host.deleteZone('nowhere')).toBe(false)
  expect(await world.host.deleteZone(world.zoneId)).toBe(true)
  expect(world.notices).toEqual([{ zoneId: world.zoneId, module: world.module.name, what: 'deleted' }])
})

test('[EMBED-1] it hears of each tick that failed, with why, and last that the zone is paused for it', async () => {
  const module = probeModule({
    onTick: () => {
      throw new Error('no bread left')
    },
  })
  const world = await createWorld(module, { limits: { failuresMax: 2 } })
  await world.watch(world.open('ann'))
  world.notices.splice(0)
  await world.beat(4)
  const error = expect.stringContaining('no bread left')
  expect(world.notices).toMatchObject([
    { what: 'failed', tick: 1, error },
    { what: 'failed', tick: 2, error },
    { what: 'paused', error },
  ])
})

test('[EMBED-1] what was not stored is not told; it is, when it turns out to be stored', async () => {
  const world = await createWorld(probeModule({ onTick: () => ({ end: { result: 'over' } }) }))
  const { zoneId, host, storage, notices } = world
  notices.splice(0)
  storage.faults.failNext({ operation: 'setStatus' })
  await expect(host.pauseZone(zoneId)).rejects.toThrow('Made to fail')
  expect(notices).toEqual([])
  await world.watch(world.open('ann'))
  storage.faults.failNext({ operation: 'commit', when: 'after' })
  storage.faults.failNext({ operation: 'settle' })
  await world.beat()
  expect(notices).toEqual([])
  await world.beat()
  expect(notices).toMatchObject([{ what: 'finished', result: 'over' }])
})
