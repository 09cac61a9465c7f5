import type { Position, Random } from 'gridtick'
import type { DominionConfig } from '../config.ts'
import { chooseHomes } from './choose-homes.ts'
import { evenOut, unfairnessMax, unfairnessOf } from './even-out.ts'
import { placeNebulae, placeSystems, type Site } from './place-systems.ts'

export type World = {
  readonly sites: readonly Site[]
  readonly nebulae: readonly Position[]
  readonly homes: readonly Position[]
  /** See `unfairnessOf`. */
  readonly unfairness: number
}

type Chosen = Pick<DominionConfig, 'width' | 'height' | 'houses' | 'nebulae'>

/** Where homes cannot be made even, other systems are drawn. */
const triesMax = 20

const homeworld = { minerals: 4, habitat: 5 }

/** A map with fair homes: the first that is fair enough, or the fairest of some. */
export function generateWorld(config: Chosen, random: Random): World {
  let best: World | undefined
  for (let attempt = 0; attempt < triesMax; attempt++) {
    const world = drawWorld(config, random.fork(`world:${attempt}`))
    if (best === undefined || world.unfairness < best.unfairness) best = world
    if (best.unfairness <= unfairnessMax) break
  }
  return best as World
}

function drawWorld({ width, height, houses, nebulae: share }: Chosen, random: Random): World {
  let placed = placeSystems(width, height, random)
  for (let again = 0; placed.length < houses; again++)
    placed = placeSystems(width, height, random.fork(`more:${again}`))
  const homes = chooseHomes(placed, houses, random)
  const isHome = ({ x, y }: Position) => homes.some((home) => home.x === x && home.y === y)
  const sites = evenOut(
    homes,
    placed.map((site) => (isHome(site) ? { ...site, ...homeworld } : site)),
  )
  return {
    sites,
    nebulae: placeNebulae({ width, height, share }, sites, random),
    homes: homes.map(({ x, y }) => ({ x, y })),
    unfairness: unfairnessOf(homes, sites),
  }
}
