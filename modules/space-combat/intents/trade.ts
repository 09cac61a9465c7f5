import { accept, intent } from 'gridtick'
import { z } from 'zod'
import { type Cargo, type Commodity, commoditySchema } from '../commodities.ts'
import { tellStatus } from '../events/status-update.ts'
import { tellTrade } from '../events/trade-events.ts'
import type { Region } from '../region.ts'
import { quoteTrade } from '../rules/quote-trade.ts'
import { recordVisit } from '../rules/visit.ts'
import { fields } from './fields.ts'
import { actionRate } from './rates.ts'

/** A captain buys from the port in the sector, or sells to it: the whole quantity at one price, or nothing. */
export const trade = intent(
  {
    payload: z.strictObject({ side: z.enum(['buy', 'sell']), commodity: commoditySchema, quantity: fields.units }),
    details: z.strictObject({ pricePerUnit: z.int(), totalPrice: z.int() }),
    rate: actionRate,
  },
  (region: Region, { playerId, payload: wish }) => {
    const quote = quoteTrade(region, playerId, wish, region.balance.trade)
    if (!quote.ok) return quote.refusal
    const { ship, sector, totalPrice, pricePerUnit } = quote
    const { port } = sector.data
    if (port === null) return undefined

    // What comes aboard leaves the port, and what is paid goes the other way.
    const loaded = wish.side === 'buy' ? wish.quantity : -wish.quantity
    const paid = wish.side === 'buy' ? totalPrice : -totalPrice
    const cargo = withMore(ship.data.cargo, wish.commodity, loaded)
    region.entities.change(ship, { data: { cargo, credits: ship.data.credits - paid } })
    region.entities.change(sector, { data: { port: { stock: withMore(port.stock, wish.commodity, -loaded) } } })
    recordVisit(region, playerId, sector.data.sector)

    tellTrade(region, playerId, { ...wish, pricePerUnit, totalPrice })
    tellStatus(region, playerId)
    return accept({ pricePerUnit, totalPrice })
  },
)

function withMore(stock: Readonly<Cargo>, commodity: Commodity, units: number): Cargo {
  return { ...stock, [commodity]: stock[commodity] + units }
}
