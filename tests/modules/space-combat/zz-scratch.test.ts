import { expect, test } from 'vitest'
import { stage } from './stage.ts'
test('after', async () => {
  const region = await stage({ ships: { a: {}, b: {} } })
  region.zone.intent('a', 'move', { toSector: 1 })
  region.zone.failNext('commit', { when: 'after' })
  await region.zone.tick()
  console.log(1, region.ship('a').sector, region.heard('a'), JSON.stringify(region.zone.view('a').entities.map(e=>e.id)), region.zone.results('a'), region.zone.faults())
  await region.zone.tick()
  console.log(2, region.ship('a').sector, region.heard('a'), JSON.stringify(region.zone.view('a').entities.map(e=>e.id)), region.zone.results('a'))
  await region.zone.tick(3)
  console.log(3, region.ship('a').sector, region.heard('a'), JSON.stringify(region.zone.view('a').entities.map(e=>e.id)), region.zone.results('a'))
})
