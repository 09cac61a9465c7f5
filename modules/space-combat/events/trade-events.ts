import { isoTime } from 'gridtick'
import { sectorOf, shipOf, shipsIn } from '../lookup.ts'
import type { Region } from '../region.ts'
import { portCode } from '../rules/port-classes.ts'
import { portPrices } from '../rules/port-prices.ts'
import type { TradeWish } from '../rules/quote-trade.ts'
import { tell } from './tell.ts'

type Trade = TradeWish & { readonly pricePerUnit: number; readonly totalPrice: number }

/** After a trade: the trader is told what became of it, and all in the sector what the port has and asks for now. */
export function tellTrade(
  region: Region,
  playerId: string,
  { side, commodity, quantity, pricePerUnit, totalPrice }: Trade,
): void {
  const ship = shipOf(region, playerId)
  const port = ship === undefined ? null : (sectorOf(region, ship.data.sector)?.data.port ?? null)
  if (ship === undefined || port === null) return
  const { sector, credits, cargo } = ship.data
  const prices = portPrices(port, region.balance.trade)
  tell(region, [playerId], 'trade.executed', {
    characterId: playerId,
    sector,
    tradeType: side,
    commodity,
    units: quantity,
    pricePerUnit,
    totalPrice,
    newCredits: credits,
    newCargo: cargo,
    newPrices: prices,
    timestamp: isoTime(region.now),
  })
  const present = shipsIn(region, sector).flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId]))
  tell(region, present, 'port.update', { code: portCode(port.class), prices, stock: port.stock })
}
