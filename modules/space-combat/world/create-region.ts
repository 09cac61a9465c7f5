import type { CreateOf, Random } from 'gridtick'
import { balanceOf, type RegionConfig } from '../config.ts'
import type { kinds } from '../kinds.ts'
import { fixtureWorld } from './fixture-world.ts'
import { generateWorld } from './generate-world.ts'
import { createSector, type PlannedSector } from './planned-sector.ts'
import { seededRandom } from './seeded-random.ts'

/** The first state of a region: its sectors, and nobody in them. Throws if the start sector is not among them. */
export function createRegion({ config, random }: { readonly config: RegionConfig; readonly random: Random }) {
  const plan = planRegion(config, random)
  if (plan.every(({ sector }) => sector !== config.startSector))
    throw new RangeError(`startSector is ${config.startSector}; the map has the sectors 0 to ${plan.length - 1}`)
  const { trade } = balanceOf(config)
  const create: CreateOf<typeof kinds>[] = plan.map((planned) => createSector(planned, trade))
  return { create, state: { sectors: plan.length } }
}

function planRegion({ map }: RegionConfig, random: Random): readonly PlannedSector[] {
  if (map === 'fixture') return fixtureWorld
  const { sectors, seed } = map
  return generateWorld({ sectors, random: seed === undefined ? random : seededRandom(String(seed)) })
}
