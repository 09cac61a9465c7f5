import type { Commodity } from '../../commodities.ts'
import type { OwnShip } from '../region/situation.ts'
import type { ChartedPort } from '../region/star-chart.ts'
import { commodityList } from '../words/names.ts'

/** What can be done with a commodity at a port, from the captain's side. */
export type Offer = {
  readonly commodity: Commodity
  readonly side: 'buy' | 'sell'
  /** Credits for a unit; null where the port is full. */
  readonly price: number | null
  /** Units the port has. */
  readonly stock: number
  /** Units that can be traded, as far as hold, purse and stock go. The port may take fewer. */
  readonly most: number
}

/** The offers of a port, in the order of its code. The stock is that of the view, which is never old. */
export function offersOf(
  port: ChartedPort,
  stock: Readonly<Record<Commodity, number>>,
  own: OwnShip,
): readonly Offer[] {
  return commodityList.map((commodity, index) => {
    const side = port.code[index] === 'B' ? 'sell' : 'buy'
    const price = port.prices[commodity] ?? null
    const most = side === 'sell' ? own.cargo[commodity] : mostToBuy(own, stock[commodity], price)
    return { commodity, side, price, stock: stock[commodity], most }
  })
}

function mostToBuy({ most, cargoUsed, credits }: OwnShip, stock: number, price: number | null): number {
  const affordable = price === null || price === 0 ? 0 : Math.floor(credits / price)
  return Math.max(0, Math.min(stock, most.cargoHolds - cargoUsed, affordable))
}

/** Where a hand would go first: what can be sold for most, else what can be bought. */
export function bestOffer(offers: readonly Offer[]): Offer | undefined {
  const worth = ({ side, price, most }: Offer) => (side === 'sell' ? 1_000_000 : 1) * most * (price ?? 0)
  return [...offers].sort((one, other) => worth(other) - worth(one))[0]
}
