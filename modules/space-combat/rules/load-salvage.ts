import { type Cargo, type Commodity, cargoUsed, commodities } from '../commodities.ts'

/** What a container holds beside credits. */
export type Load = { readonly cargo: Readonly<Cargo>; readonly scrap: number }

/** What goes into the hold, and what stays in the container: nothing is lost between the two. */
export type Loading = { readonly hold: Cargo; readonly taken: Cargo; readonly left: Load }

/**
 * Fills a hold from a container: scrap first, which is equipment aboard, then the commodities in alphabetical order, each
 * as far as there is room.
 */
export function loadSalvage(hold: Readonly<Cargo>, holds: number, { cargo, scrap }: Load): Loading {
  let room = Math.max(0, holds - cargoUsed(hold))
  const take = (offered: number) => {
    const units = Math.min(offered, room)
    room -= units
    return units
  }
  const scrapTaken = take(scrap)
  const cargoTaken = perCommodity((commodity) => take(cargo[commodity]))
  const taken = { ...cargoTaken, equipment: cargoTaken.equipment + scrapTaken }
  return {
    hold: perCommodity((commodity) => hold[commodity] + taken[commodity]),
    taken,
    left: {
      cargo: perCommodity((commodity) => cargo[commodity] - cargoTaken[commodity]),
      scrap: scrap - scrapTaken,
    },
  }
}

/** In alphabetical order. */
function perCommodity(units: (commodity: Commodity) => number): Cargo {
  const entries = commodities.toSorted().map((commodity) => [commodity, units(commodity)])
  return Object.fromEntries(entries) as Cargo
}
