import type { HeardEvent } from '@gridtick/client'
import type { spaceCombat } from '../space-combat.ts'
import type { Commodity } from './commodities.ts'

export type PortNote = {
  /** A letter for each commodity: B where the port buys it from captains, S where it sells it. */
  readonly code: string
  /** Null: it buys that, and is full. */
  readonly prices: Readonly<Record<Commodity, number | null>>
  readonly stock: Readonly<Record<Commodity, number>>
}

/** What a captain remembers of the sectors it was in: at most the whole region. */
export type Notes = {
  readonly warps: ReadonlyMap<number, readonly number[]>
  readonly ports: ReadonlyMap<number, PortNote>
  visits(sector: number): number
  /** Notes the sector the ship is in; a stay of many frames is one visit. */
  see(sector: number, warps: readonly number[]): void
  /** Notes what an event tells of the port of a sector. */
  hear(event: HeardEvent<typeof spaceCombat>): void
  /** The way as far as it is known, without the sector it begins in; undefined where none is known. */
  wayTo(from: number, to: number): readonly number[] | undefined
  /** Known sectors within so many warps, with the number of warps. */
  around(from: number, hopsMax: number): ReadonlyMap<number, number>
}

export function createNotes(): Notes {
  const warps = new Map<number, readonly number[]>()
  const ports = new Map<number, PortNote>()
  const visits = new Map<number, number>()
  /** As seen, and as heard: within a tick, events run ahead of the view. */
  let here: number | undefined
  let heardIn: number | undefined

  const reach = (from: number, hopsMax: number) => {
    const hops = new Map([[from, 0]])
    const cameFrom = new Map<number, number>()
    for (const [sector, count] of hops) {
      if (count === hopsMax) continue
      for (const next of warps.get(sector) ?? []) {
        if (hops.has(next)) continue
        hops.set(next, count + 1)
        cameFrom.set(next, sector)
      }
    }
    return { hops, cameFrom }
  }

  return {
    warps,
    ports,
    visits: (sector) => visits.get(sector) ?? 0,
    see(sector, leadingTo) {
      if (sector !== here) visits.set(sector, (visits.get(sector) ?? 0) + 1)
      here = sector
      warps.set(sector, leadingTo)
    },
    hear({ event, payload }) {
      if (event === 'status.update') {
        const { port } = payload.sectorContents
        heardIn = payload.sector
        if (port !== null)
          ports.set(payload.sector, { code: port.code, prices: port.lastSeenPrices, stock: port.lastSeenStock })
      }
      if (event === 'port.update' && heardIn !== undefined) {
        const { code, prices, stock } = payload
        ports.set(heardIn, { code, prices, stock })
      }
    },
    wayTo(from, to) {
      const { cameFrom } = reach(from, Number.POSITIVE_INFINITY)
      const way = [to]
      while (way[0] !== from) {
        const before = cameFrom.get(way[0] ?? from)
        if (before === undefined) return undefined
        way.unshift(before)
      }
      return way.slice(1)
    },
    around: (from, hopsMax) => reach(from, hopsMax).hops,
  }
}
