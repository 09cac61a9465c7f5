import { createRandom } from '@gridtick/engine/testing'
import { expect, test } from 'vitest'
import { distance } from '../../../modules/dominion/cells.ts'
import { configSchema } from '../../../modules/dominion/config.ts'
import { generateWorld } from '../../../modules/dominion/world/generate-world.ts'
import { size } from '../../lanes/size.ts'

const seeds = Array.from({ length: size({ usual: 60, long: 500 }) }, (_, index) => `world ${index}`)

test('what lies near the homes differs by a tenth at most, on maps of each size', () => {
  for (const [index, seed] of seeds.entries()) {
    const houses = 2 + (index % 5)
    const side = 14 + 2 * houses + (index % 3)
    const config = configSchema.parse({ width: side, height: side + 2, houses })
    const world = generateWorld(config, createRandom(seed))
    expect(world.homes).toHaveLength(houses)
    expect(world.unfairness, `${seed}, ${houses} houses on ${side} × ${side + 2}`).toBeLessThanOrEqual(0.1)
  }
})

test('the smallest and the largest game have a map, too', () => {
  for (const config of [
    { width: 8, height: 8, houses: 2 },
    { width: 64, height: 64, houses: 12 },
  ]) {
    const world = generateWorld(configSchema.parse(config), createRandom('edge'))
    expect(world.homes).toHaveLength(config.houses)
    expect(world.unfairness).toBeLessThanOrEqual(0.1)
  }
})

test('systems lie three cells apart, homes are alike, and nothing lies on a system', () => {
  const { sites, homes, nebulae } = generateWorld(configSchema.parse({ nebulae: 0.2 }), createRandom('apart'))
  for (const [index, site] of sites.entries())
    for (const other of sites.slice(index + 1)) expect(distance(site, other)).toBeGreaterThanOrEqual(3)
  const worlds = homes.map((home) => sites.find((site) => distance(site, home) === 0))
  expect(new Set(worlds.map((world) => `${world?.minerals} ${world?.habitat}`)).size).toBe(1)
  expect(nebulae.length).toBeGreaterThan(50)
  for (const cell of nebulae) expect(sites.some((site) => distance(site, cell) === 0)).toBe(false)
})

test('a seed gives the same map each time, and another one another', () => {
  const config = configSchema.parse({})
  const map = (seed: string) => JSON.stringify(generateWorld(config, createRandom(seed)))
  expect(map('one')).toBe(map('one'))
  expect(map('one')).not.toBe(map('two'))
})

test('a grid that is too small for its houses is refused, and says so', () => {
  const { error } = configSchema.safeParse({ width: 8, height: 8, houses: 3 })
  expect(error?.issues[0]?.message).toContain('each needs 32 cells')
})
