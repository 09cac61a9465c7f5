import { z } from 'zod'

/** What a captain is about to do in this round. */
const ownAction = z.strictObject({
  action: z.enum(['attack', 'brace', 'flee', 'pay']),
  commit: z.int(),
  targetId: z.string().nullable(),
  toSector: z.int().nullable(),
  submittedAt: z.number(),
})

const ownFight = z.strictObject({ combatId: z.string(), round: z.int(), action: ownAction.nullable() })

/** What a captain is shown beside entities: the own part in a fight. */
export const view = { extras: z.strictObject({ combat: ownFight.nullable() }) }
