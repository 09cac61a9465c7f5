import { z } from 'zod'
import type { Balance } from '../balance.ts'
import type { Cargo, Commodity } from '../commodities.ts'
import { portBuys } from './port-classes.ts'

type Port = { readonly class: number; readonly stock: Readonly<Cargo> }
type Trade = Balance['trade']

const price = z.int().nullable()

/** Credits for one unit, as a port shows them; null where it buys the commodity and is full. */
export const portPricesSchema = z.strictObject({ fuel_ore: price, organics: price, equipment: price })
export type PortPrices = Readonly<z.output<typeof portPricesSchema>>

export function portPrices(port: Port, trade: Trade): PortPrices {
  const shown = (commodity: Commodity) => {
    const isFull = portBuys(port.class, commodity) && port.stock[commodity] >= trade.stockMax
    return isFull ? null : unitPrice(port, commodity, trade)
  }
  return { fuel_ore: shown('fuel_ore'), organics: shown('organics'), equipment: shown('equipment') }
}

/** Credits for one unit of a commodity: what the port pays if it buys it, else what it asks for. */
export function unitPrice(port: Port, commodity: Commodity, trade: Trade): number {
  const stock = port.stock[commodity]
  return portBuys(port.class, commodity) ? buyingPrice(commodity, stock, trade) : sellingPrice(commodity, stock, trade)
}

/** What a port asks for one unit, at this stock. */
export function sellingPrice(commodity: Commodity, stock: number, trade: Trade): number {
  const need = 1 - stock / trade.stockMax
  return roundHalfToEven(trade.basePrices[commodity] * (trade.sellBase + trade.sellSlope * Math.sqrt(need)))
}

/** What a port pays for one unit, at this stock. */
export function buyingPrice(commodity: Commodity, stock: number, trade: Trade): number {
  const need = 1 - stock / trade.stockMax
  return roundHalfToEven(trade.basePrices[commodity] * (trade.buyBase + trade.buySlope * Math.sqrt(need)))
}

/** Rounds to the nearest integer, and exactly between two to the even one: 22.5 → 22, 23.5 → 24. */
export function roundHalfToEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1
  return below % 2 === 0 ? below : below + 1
}
