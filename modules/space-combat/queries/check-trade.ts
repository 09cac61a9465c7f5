import { z } from 'zod'
import { cargoSchema, cargoUsed, emptyCargo } from '../commodities.ts'
import { balanceOf } from '../config.ts'
import { trade } from '../intents/trade.ts'
import { shipOf } from '../lookup.ts'
import type { Refusal } from '../refusals.ts'
import { quoteTrade } from '../rules/quote-trade.ts'
import { shipType } from '../ship-types.ts'
import type { Question } from './question.ts'

const input = trade.payload

const output = z.strictObject({
  canTrade: z.boolean(),
  /** Why not. */
  error: z
    .strictObject({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()).optional() })
    .optional(),
  pricePerUnit: z.int().optional(),
  totalPrice: z.int().optional(),
  currentCredits: z.int(),
  currentCargo: cargoSchema,
  cargoCapacity: z.int(),
  cargoUsed: z.int(),
})

/** What a trade would come to if it were asked for now, by the same rules; it does not happen. */
export const checkTrade = {
  input,
  output,
  answer({ base, playerId, input: wish }: Question<z.output<typeof input>>): z.input<typeof output> {
    const quote = quoteTrade(base, playerId, wish, balanceOf(base.zone.config).trade)
    const ship = shipOf(base, playerId)?.data
    const cargo = ship?.cargo ?? emptyCargo
    const price = quote.ok ? quote : quote.price
    return {
      canTrade: quote.ok,
      ...(quote.ok ? {} : { error: errorOf(quote.refusal) }),
      ...(price === undefined ? {} : { pricePerUnit: price.pricePerUnit, totalPrice: price.totalPrice }),
      currentCredits: ship?.credits ?? 0,
      currentCargo: cargo,
      cargoCapacity: ship === undefined ? 0 : shipType(ship.shipType).cargoHolds,
      cargoUsed: cargoUsed(cargo),
    }
  },
}

function errorOf({ code, message, details }: Refusal): NonNullable<z.input<typeof output>['error']> {
  return { code, message, ...(details === undefined ? {} : { details: { ...details } }) }
}
