import { z } from 'zod'
import { cargoSchema, commoditySchema } from './commodities.ts'
import { kinds } from './kinds.ts'
import { chatMessageSchema } from './records/chat-record.ts'
import {
  combatantTypeSchema,
  endSchema,
  headerSchema,
  participantsAfterSchema,
  participantsSchema,
  roundMapsSchema,
} from './records/fight-records.ts'
import { salvageSchema } from './records/salvage-record.ts'
import { statusSchema } from './records/status-record.ts'
import { timeSchema } from './records/time-schema.ts'
import { portPricesSchema } from './rules/port-prices.ts'
import { shipTypeSchema } from './ship-type-schema.ts'

const openRound = headerSchema.extend({ round: z.int(), participants: participantsSchema })

const foughtRound = headerSchema.extend({
  round: z.int(),
  ...endSchema.shape,
  ...roundMapsSchema.shape,
  participants: participantsAfterSchema,
})

/** All that others learn of a captain who comes or goes. */
const appearance = { name: z.string(), shipType: shipTypeSchema, timestamp: timeSchema }

const moveType = z.enum(['normal', 'teleport'])

const ownGarrison = z.strictObject({
  ownerId: z.string(),
  fighters: z.int(),
  mode: kinds.garrison.shape.mode,
  tollAmount: z.int(),
  tollBalance: z.int(),
  deployedAt: timeSchema,
})

/** What happens in a region, as it is told. README.md says to whom. */
export const events = {
  'status.update': statusSchema,
  'character.joined': z.strictObject(appearance),
  'character.moved': z.union([
    z
      .strictObject({
        characterId: z.string(),
        fromSector: z.int(),
        toSector: z.int(),
        timestamp: timeSchema,
        moveType,
      })
      .meta({ title: 'For the mover' }),
    z
      .strictObject({ ...appearance, moveType, movement: z.enum(['arrive', 'depart']) })
      .meta({ title: 'For others in the sector' }),
  ]),
  'combat.started': openRound.extend({
    initiator: z.string(),
    /** Null: the fight was meant for nobody by name. */
    target: z.string().nullable(),
    targetType: combatantTypeSchema.nullable(),
  }),
  'combat.round_waiting': openRound,
  'combat.round_resolved': foughtRound,
  'combat.ended': foughtRound.extend({ salvage: z.array(salvageSchema).optional() }),
  'combat.error': z.strictObject({
    combatId: z.string(),
    sector: z.int(),
    round: z.int(),
    message: z.string(),
    timestamp: timeSchema,
  }),
  'sector.garrison_updated': z.strictObject({ sector: z.int(), garrisons: z.array(ownGarrison) }),
  'chat.message': chatMessageSchema,
  'warp.purchase': z.strictObject({
    characterId: z.string(),
    sector: z.int(),
    units: z.int(),
    pricePerUnit: z.int(),
    totalCost: z.int(),
    timestamp: timeSchema,
  }),
  'warp.transfer': z.strictObject({
    fromCharacterId: z.string(),
    toCharacterId: z.string(),
    sector: z.int(),
    units: z.int(),
    timestamp: timeSchema,
  }),
  'trade.executed': z.strictObject({
    characterId: z.string(),
    sector: z.int(),
    tradeType: z.enum(['buy', 'sell']),
    commodity: commoditySchema,
    units: z.int(),
    pricePerUnit: z.int(),
    totalPrice: z.int(),
    newCredits: z.int(),
    newCargo: cargoSchema,
    newPrices: portPricesSchema,
    timestamp: timeSchema,
  }),
  'port.update': z.strictObject({ code: z.string(), prices: portPricesSchema, stock: cargoSchema }),
  'salvage.collected': z.strictObject({
    salvageId: z.string(),
    /** As it is now: with what is left, or claimed. */
    salvage: salvageSchema,
    /** What was taken, in the order in which it was. */
    cargo: z.strictObject({ equipment: z.int(), fuel_ore: z.int(), organics: z.int() }),
    credits: z.int(),
  }),
  'port.reset': z.strictObject({ portsReset: z.int(), timestamp: timeSchema }),
  'port.regenerated': z.strictObject({ portsRegenerated: z.int(), fraction: z.number(), timestamp: timeSchema }),
}
