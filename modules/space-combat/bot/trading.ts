import { type Commodity, commodities } from './commodities.ts'
import type { PortNote } from './notes.ts'
import { ask, go, type Order, stroll } from './order.ts'
import type { Situation } from './situation.ts'

export type TradeThresholds = {
  /** Warps a captain looks ahead for a port. */
  readonly hopsMax: number
  /** Credits a unit must bring. */
  readonly profitMin: number
  /** Units bought at once. */
  readonly unitsMax: number
  /** Holds of the ship. */
  readonly holds: number
  /** How likely it looks about with an empty hold, even if it knows a pair of ports: so that not all flock to the same. */
  readonly curiosity: number
}

/** Carries goods from where they are cheap to where they are dear, and looks about while it knows no such pair of ports. */
export function tradeOn(situation: Situation, thresholds: TradeThresholds): Order {
  return sellCargo(situation, thresholds) ?? buyCargo(situation, thresholds) ?? stroll
}

/** A port where something can be bought or sold, and how far it is. */
type Offer = { readonly sector: number; readonly hops: number; readonly price: number; readonly units: number }

/** Sells what is aboard to the best port around. Undefined with an empty hold. */
function sellCargo(situation: Situation, { hopsMax }: TradeThresholds): Order | undefined {
  const { ship } = situation
  const aboard = commodities.find((commodity) => ship.cargo[commodity] > 0)
  if (aboard === undefined) return undefined
  const [best] = offers(situation, 'B', aboard, { from: ship.sector, hopsMax }).sort(byWorth)
  if (best === undefined) return stroll
  if (best.sector !== ship.sector) return go(best.sector)
  return ask('trade', { side: 'sell', commodity: aboard, quantity: Math.min(ship.cargo[aboard], best.units) })
}

/** A warp costs about what a unit of cargo brings. */
function byWorth(one: Offer, other: Offer): number {
  return other.price - other.hops - (one.price - one.hops)
}

/** Buys where the best pair of ports begins, or goes there. */
function buyCargo(situation: Situation, thresholds: TradeThresholds): Order | undefined {
  const { ship, random } = situation
  const { hopsMax, profitMin, unitsMax, holds, curiosity } = thresholds
  if (random.float() < curiosity) return undefined
  const deals = commodities.flatMap((commodity) =>
    offers(situation, 'S', commodity, { from: ship.sector, hopsMax }).flatMap((source) =>
      offers(situation, 'B', commodity, { from: source.sector, hopsMax })
        .filter(({ price }) => price - source.price >= profitMin)
        .map((target) => ({
          commodity,
          source,
          worth: (target.price - source.price) / (source.hops + target.hops + 1),
        })),
    ),
  )
  const [best] = deals.sort((one, other) => other.worth - one.worth)
  if (best === undefined) return undefined
  const { source, commodity } = best
  if (source.sector !== ship.sector) return go(source.sector)
  const quantity = Math.min(unitsMax, holds, source.units, Math.floor(ship.credits / source.price))
  return quantity < 1 ? undefined : ask('trade', { side: 'buy', commodity, quantity })
}

/** Stock a port can hold of each commodity. */
const stockMax = 1_000

/** Known ports that sell (S) or buy (B) something, the nearest first. */
function offers(
  { notes }: Situation,
  letter: 'S' | 'B',
  commodity: Commodity,
  { from, hopsMax }: { readonly from: number; readonly hopsMax: number },
): Offer[] {
  return [...notes.around(from, hopsMax)].flatMap(([sector, hops]) => {
    const port = notes.ports.get(sector)
    const price = port?.prices[commodity] ?? null
    if (port === undefined || price === null || port.code[commodities.indexOf(commodity)] !== letter) return []
    const units = unitsAt(port, letter, commodity)
    return units < 1 ? [] : [{ sector, hops, price, units }]
  })
}

function unitsAt({ stock }: PortNote, letter: 'S' | 'B', commodity: Commodity): number {
  return letter === 'S' ? stock[commodity] : stockMax - stock[commodity]
}
