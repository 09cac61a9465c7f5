import type { Json } from 'gridtick'
import type { z } from 'zod'
import { cargoUsed, emptyCargo } from '../commodities.ts'
import { balanceOf } from '../config.ts'
import { trade } from '../intents/trade.ts'
import { shipOf } from '../lookup.ts'
import type { Refusal } from '../refusals.ts'
import { quoteTrade } from '../rules/quote-trade.ts'
import { shipType } from '../ship-types.ts'
import type { Question } from './question.ts'

const input = trade.payload

/** What a trade would come to if it were asked for now, by the same rules; it does not happen. */
export const checkTrade = {
  input,
  answer({ base, playerId, input: wish }: Question<z.output<typeof input>>): Json {
    const quote = quoteTrade(base, playerId, wish, balanceOf(base.zone.config).trade)
    const ship = shipOf(base, playerId)?.data
    const cargo = ship?.cargo ?? emptyCargo
    const { pricePerUnit, totalPrice } = (quote.ok ? quote : quote.price) ?? { pricePerUnit: null, totalPrice: null }
    return {
      canTrade: quote.ok,
      ...(quote.ok ? {} : { error: errorOf(quote.refusal) }),
      ...(pricePerUnit === null ? {} : { pricePerUnit, totalPrice }),
      currentCredits: ship?.credits ?? 0,
      currentCargo: cargo,
      cargoCapacity: ship === undefined ? 0 : shipType(ship.shipType).cargoHolds,
      cargoUsed: cargoUsed(cargo),
    }
  },
}

function errorOf({ code, message, details }: Refusal): Json {
  return { code, message, details }
}
