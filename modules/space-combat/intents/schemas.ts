import { debugOnly } from 'gridtick'
import { z } from 'zod'
import { cargoSchema, commoditySchema } from '../commodities.ts'
import { shipTypeSchema } from '../ship-type-schema.ts'

const sector = z.int().min(0)
const units = z.int().min(1)
const playerId = z.string().min(1).max(64)
const mode = z.enum(['offensive', 'defensive', 'toll'])
const tollAmount = z.int().min(0)

/** How often a captain may ask for each of these. */
const action = <Payload extends z.ZodType<object>>(payload: Payload) => ({
  payload,
  rate: { perSecond: 10, burst: 20 },
})
const chat = <Payload extends z.ZodType<object>>(payload: Payload) => ({ payload, rate: { perSecond: 1, burst: 5 } })

/** What a captain, or an operator, may ask for. */
export const intents = {
  move: action(z.strictObject({ toSector: sector })),
  recharge: action(z.strictObject({ units })),
  transfer_warp: action(z.strictObject({ toPlayerId: playerId, units })),
  trade: action(z.strictObject({ side: z.enum(['buy', 'sell']), commodity: commoditySchema, quantity: units })),
  initiate_combat: action(z.strictObject({ targetId: z.string().max(128).optional() })),
  combat_action: action(
    z.strictObject({
      combatId: z.string().max(64),
      /** The round it is meant for; refused if that is over. */
      round: z.int().min(1).optional(),
      action: z.enum(['attack', 'brace', 'flee', 'pay']),
      commit: z.int().optional(),
      targetId: z.string().max(128).optional(),
      toSector: sector.optional(),
    }),
  ),
  leave_fighters: action(z.strictObject({ sector, quantity: units, mode, tollAmount: tollAmount.optional() })),
  collect_fighters: action(z.strictObject({ sector, quantity: units })),
  set_garrison_mode: action(z.strictObject({ sector, mode, tollAmount: tollAmount.optional() })),
  collect_salvage: action(z.strictObject({ salvageId: z.string().max(64) })),
  send_message: chat(
    z.strictObject({
      scope: z.enum(['broadcast', 'direct']),
      content: z.string(),
      toPlayerId: playerId.optional(),
    }),
  ),
  grant_credits: debugOnly(z.strictObject({ playerId, amount: z.int() })),
  set_ship: debugOnly(
    z.strictObject({
      playerId,
      shipType: shipTypeSchema,
      fighters: z.int().min(0).optional(),
      shields: z.int().min(0).optional(),
      warpPower: z.int().min(0).optional(),
      cargo: cargoSchema.optional(),
    }),
  ),
  place: debugOnly(z.strictObject({ playerId, sector })),
  reset_ports: debugOnly(z.strictObject({})),
  regenerate_ports: debugOnly(z.strictObject({ fraction: z.number().min(0).max(1).optional() })),
}
