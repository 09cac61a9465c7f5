import type { DeepReadonly } from 'gridtick'
import { z } from 'zod'
import { balanceOf } from '../config.ts'
import { sectorOf, shipOf } from '../lookup.ts'
import type { Places } from '../region.ts'
import { knownSector, knownSectors } from '../rules/known-sectors.ts'
import { portCode } from '../rules/port-classes.ts'
import { failedSchema } from './failed.ts'
import type { Question } from './question.ts'

const input = z.strictObject({
  /** The middle; the captain's own sector unless told otherwise. */
  sector: z.int().min(0).optional(),
  /** Warps from there; more than the balance allows count as that. */
  hops: z.int().min(0).optional(),
})

const output = z.union([
  failedSchema,
  z.strictObject({
    center: z.int(),
    hops: z.int(),
    sectors: z.array(
      z.strictObject({
        sector: z.int(),
        x: z.int().nullable(),
        y: z.int().nullable(),
        hops: z.int(),
        isLeaf: z.boolean(),
        isVisited: z.boolean(),
        /** Of visited sectors only, and so is the port. */
        adjacentSectors: z.array(z.int()).optional(),
        portType: z.string().nullable().optional(),
      }),
    ),
  }),
])

/**
 * What a captain knows of the surroundings of a sector: the sectors the captain was in, and those seen from there, as far as known
 * warps lead. Of a sector that was only seen, neither port nor warps are told.
 */
export const localMap = {
  input,
  output,
  answer({ base, playerId, input: wish }: Question<z.output<typeof input>>): DeepReadonly<z.output<typeof output>> {
    const { hopsDefault, hopsMax, localSectorsMax } = balanceOf(base.zone.config).maps
    const sector = wish.sector ?? shipOf(base, playerId)?.data.sector
    if (sector === undefined) return { error: { code: 'no_ship', message: 'You have no ship in this region.' } }
    if (!isKnown(base, playerId, sector))
      return { error: { code: 'unknown_sector', message: `You know of no sector ${sector}.` } }

    const hopsWanted = Math.min(wish.hops ?? hopsDefault, hopsMax)
    const hopsTo = new Map([[sector, 0]])
    const queue = [sector]
    for (const next of queue) {
      const hops = hopsTo.get(next) ?? 0
      if (hops === hopsWanted) break
      for (const other of knownSector(base, playerId, next)?.warps ?? []) {
        if (hopsTo.has(other) || hopsTo.size === localSectorsMax) continue
        hopsTo.set(other, hops + 1)
        queue.push(other)
      }
    }
    const leaves = loneNeighbours(base, new Set(hopsTo.keys()))
    return {
      center: sector,
      hops: hopsWanted,
      sectors: [...hopsTo].map(([number, hops]) => {
        const known = knownSector(base, playerId, number)
        const at = sectorOf(base, number)
        const seen = { sector: number, x: at?.x ?? null, y: at?.y ?? null, hops, isLeaf: leaves.has(number) }
        if (known === undefined) return { ...seen, isVisited: false }
        const adjacentSectors = [...known.warps].sort((one, other) => one - other)
        const portType = known.port === null ? null : portCode(known.port.class)
        return { ...seen, isVisited: true, adjacentSectors, portType }
      }),
    }
  },
}

/** Whether the captain was there, or saw a warp that leads there. */
function isKnown(base: Question<unknown>['base'], playerId: string, sector: number): boolean {
  return knownSectors(base, playerId).some((known) => known.sector === sector || known.warps.includes(sector))
}

/** Which of these sectors have at most one neighbour, whichever way the warps go. */
function loneNeighbours({ entities }: Places, sectors: ReadonlySet<number>): ReadonlySet<number> {
  const neighbours = new Map([...sectors].map((sector) => [sector, new Set<number>()]))
  for (const { data } of entities.ofKind('sector'))
    for (const to of data.warps) {
      neighbours.get(data.sector)?.add(to)
      neighbours.get(to)?.add(data.sector)
    }
  return new Set([...neighbours].flatMap(([sector, { size }]) => (size <= 1 ? [sector] : [])))
}
