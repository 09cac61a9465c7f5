import type { DeepReadonly } from 'gridtick'
import { z } from 'zod'
import { sectorOf, shipOf } from '../lookup.ts'
import { shipType } from '../ship-types.ts'
import { shortestPath } from '../world/shortest-path.ts'
import { failedSchema } from './failed.ts'
import type { Question } from './question.ts'

const input = z.strictObject({ to: z.int().min(0) })

const output = z.union([
  failedSchema,
  z.strictObject({
    fromSector: z.int(),
    toSector: z.int(),
    path: z.array(z.int()),
    distance: z.int(),
    warpCost: z.int(),
  }),
])

/** The shortest way from the captain's sector to another one, whether or not the captain has been there. */
export const plotCourse = {
  input,
  output,
  answer({ base, playerId, input: { to } }: Question<z.output<typeof input>>): DeepReadonly<z.output<typeof output>> {
    const ship = shipOf(base, playerId)
    if (ship === undefined) return { error: { code: 'no_ship', message: 'You have no ship in this region.' } }
    if (sectorOf(base, to) === undefined)
      return { error: { code: 'unknown_sector', message: `There is no sector ${to}.` } }
    const path = shortestPath(base, ship.data.sector, to)
    if (path === undefined) return { error: { code: 'unreachable', message: `No way leads to sector ${to}.` } }
    const distance = path.length - 1
    const warpCost = distance * shipType(ship.data.shipType).turnsPerWarp
    return { fromSector: ship.data.sector, toSector: to, path, distance, warpCost }
  },
}
