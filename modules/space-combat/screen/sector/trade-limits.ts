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

/** Where a hand would go first: what can be sold for most, else what can be bought. Undefined: nothing can be traded. */
export function bestOffer(offers: readonly Offer[]): Offer | undefined {
  const worth = ({ side, price, most }: Offer) => (side === 'sell' ? 1_000_000 : 1) * most * (price ?? 0)
  const [best] = [...offers].sort((one, other) => worth(other) - worth(one))
  return best !== undefined && worth(best) > 0 ? best : undefined
}

/** Why nothing can be traded here at all. */
export function whyNoTrade(offers: readonly Offer[], own: OwnShip): string {
  if (own.isEscapePod) return 'A pod has no hold: it cannot trade.'
  if (offers.some(({ side, most }) => side === 'sell' && most > 0)) return 'The port is full of what you have.'
  if (offers.every(({ side }) => side === 'sell')) return 'You have nothing that this port buys.'
  const needs = own.cargoUsed >= own.most.cargoHolds ? 'no room in the hold' : 'not enough credits'
  const sells = `${needs} for what it sells.`
  return offers.every(({ side }) => side === 'buy')
    ? `You have ${sells}`
    : `You have nothing that this port buys, and ${sells}`
}
