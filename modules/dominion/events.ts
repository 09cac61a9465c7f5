import { z } from 'zod'
import { cellSchema, relationSchema } from './kinds.ts'
import { shipClassSchema, shipsSchema } from './ship-classes.ts'

const amount = { reason: z.string(), amount: z.int() }

/** Ships of one house in a battle. */
const sideSchema = z.strictObject({
  houseId: z.string(),
  ships: shipsSchema,
  fighters: z.int(),
  lost: shipsSchema,
  fightersLost: z.int(),
})

/** What happens, as it is told. README.md says to whom. */
export const events = {
  /** Every change of credits, ships and population of one house in one turn, to that house alone. */
  ledger: z.strictObject({
    turn: z.int(),
    credits: z.array(z.strictObject(amount)),
    population: z.array(z.strictObject({ ...amount, id: z.string() })),
    ships: z.array(
      z.strictObject({ ...amount, fleetId: z.string(), class: z.enum([...shipClassSchema.options, 'fighter']) }),
    ),
  }),
  /** To each side: itself and those it fought. */
  battle: z.strictObject({ ...cellSchema.shape, turn: z.int(), rounds: z.int(), sides: z.array(sideSchema) }),
  /** To those between whom it holds. */
  relation: z.strictObject({ turn: z.int(), from: z.string(), to: z.string(), set: relationSchema }),
  message: z.strictObject({ turn: z.int(), from: z.string(), to: z.string(), text: z.string() }),
  /** In the lobby and between the turns, to all. */
  said: z.strictObject({ from: z.string(), text: z.string() }),
  /** To all, and nothing else is for all. */
  chronicle: z.strictObject({ turn: z.int(), eliminated: z.array(z.string()), winner: z.string().nullable() }),
}
