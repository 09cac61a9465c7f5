import type { CreateOf, Random } from 'gridtick'
import type { DominionConfig } from '../config.ts'
import type { kinds } from '../kinds.ts'
import { namedId } from '../named-id.ts'
import { generateWorld } from './generate-world.ts'

type Creation = { readonly config: DominionConfig; readonly random: Random }

/** A new game: the map, and nobody on it. It waits in the lobby. */
export function createGame({ config, random }: Creation) {
  const { sites, nebulae, homes, unfairness } = generateWorld(config, random)
  const create: CreateOf<typeof kinds>[] = [
    ...sites.map(({ x, y, name, minerals, habitat }): CreateOf<typeof kinds> => {
      return { id: namedId(random, 'system', `${x},${y}`), kind: 'system', x, y, data: { name, minerals, habitat } }
    }),
    ...nebulae.map(({ x, y }): CreateOf<typeof kinds> => {
      return { id: namedId(random, 'nebula', `${x},${y}`), kind: 'nebula', x, y, data: {} }
    }),
  ]
  const state = {
    phase: 'lobby' as 'lobby' | 'playing' | 'over',
    homes: [...homes],
    unfairness,
    dominance: null,
    standings: [],
  }
  return { create, state, turns: 'pause' as 'start' | 'pause' }
}
