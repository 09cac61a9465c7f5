import type { World } from '../drive/measure-world.ts'

/** Cells for each entity: about 36 of the entities are within sight, however many there are. */
const cellsPerEntity = 65.536
const sight = 24
const everyMs = 100

/** A world of the module `crowd`, of the density that all of them have. */
export function crowdWorld(crowd: {
  readonly entities: number
  readonly players: number
  readonly movesPerSecond: number
}): World {
  const { entities, players, movesPerSecond } = crowd
  const side = Math.round(Math.sqrt(entities * cellsPerEntity))
  return { module: 'crowd', config: { entities, width: side, height: side, sight }, everyMs, players, movesPerSecond }
}
