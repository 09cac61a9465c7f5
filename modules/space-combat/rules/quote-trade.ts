import { refuse } from 'gridtick'
import type { Balance } from '../balance.ts'
import { whyInCombat } from '../combat/in-combat.ts'
import { type Commodity, cargoUsed } from '../commodities.ts'
import type { Sector, Ship } from '../kinds.ts'
import { sectorOf, shipOf } from '../lookup.ts'
import type { Refusal, RefusalCode } from '../refusals.ts'
import type { Places } from '../region.ts'
import { shipType } from '../ship-types.ts'
import { portBuys } from './port-classes.ts'
import { unitPrice } from './port-prices.ts'

/** From the captain's side: to buy is to load what the port sells. */
export type TradeWish = {
  readonly side: 'buy' | 'sell'
  readonly commodity: Commodity
  readonly quantity: number
}

/** Credits. */
type Price = { readonly pricePerUnit: number; readonly totalPrice: number }

export type Quote =
  | ({ readonly ok: true; readonly ship: Ship; readonly sector: Sector } & Price)
  | { readonly ok: false; readonly refusal: Refusal; readonly price?: Price }

type Port = NonNullable<Sector['data']['port']>

/** What a trade would cost or bring, or why it cannot be. The price of all units is that of the stock before the trade. */
export function quoteTrade(places: Places, playerId: string, wish: TradeWish, rules: Balance['trade']): Quote {
  const inCombat = whyInCombat(places, playerId)
  if (inCombat !== undefined) return refused(inCombat)
  const ship = shipOf(places, playerId)
  if (ship === undefined) return refused(refuse('no_ship', 'You have no ship in this region.'))
  const sector = sectorOf(places, ship.data.sector)
  const port = sector?.data.port ?? null
  if (sector === undefined || port === null)
    return refused(refuse('no_port', `There is no port in sector ${ship.data.sector}.`))

  const { side, commodity, quantity } = wish
  if (portBuys(port.class, commodity) === (side === 'buy')) {
    const does = side === 'buy' ? 'sell' : 'buy'
    return refused(refuse('not_traded', `This port does not ${does} ${commodity}.`))
  }
  const pricePerUnit = unitPrice(port, commodity, rules)
  const price = { pricePerUnit, totalPrice: quantity * pricePerUnit }
  const refusal = side === 'buy' ? whyNotBuy(ship, port, wish, price) : whyNotSell(ship, port, wish, rules)
  return refusal === undefined ? { ok: true, ship, sector, ...price } : { ok: false, refusal, price }
}

function whyNotBuy(ship: Ship, port: Port, { commodity, quantity }: TradeWish, { totalPrice }: Price) {
  const freeHolds = Math.max(0, shipType(ship.data.shipType).cargoHolds - cargoUsed(ship.data.cargo))
  return (
    tooFew('insufficient_stock', quantity, port.stock[commodity], `The port has only @ ${commodity}.`) ??
    tooFew('insufficient_holds', quantity, freeHolds, 'You have only @ free holds.') ??
    tooFew('insufficient_credits', totalPrice, ship.data.credits, `That costs ${totalPrice} credits; you have @.`)
  )
}

function whyNotSell(ship: Ship, port: Port, { commodity, quantity }: TradeWish, rules: Balance['trade']) {
  const room = rules.stockMax - port.stock[commodity]
  return (
    tooFew('insufficient_cargo', quantity, ship.data.cargo[commodity], `You have only @ ${commodity}.`) ??
    tooFew('port_full', quantity, room, `The port takes only @ more ${commodity}.`)
  )
}

function tooFew(code: RefusalCode, required: number, available: number, message: string): Refusal | undefined {
  if (available >= required) return undefined
  return refuse(code, message.replace('@', String(available)), { required, available })
}

function refused(refusal: Refusal): Quote {
  return { ok: false, refusal }
}
