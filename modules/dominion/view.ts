import { z } from 'zod'
import { relationSchema, shownKinds } from './kinds.ts'

/** What a player is shown: entities as redactions leave them, and what all may know. */
export const view = {
  entities: shownKinds,
  extras: z.strictObject({
    phase: z.enum(['lobby', 'playing', 'over']),
    turnsMax: z.int(),
    width: z.int(),
    height: z.int(),
    /** Prestige is null where it is not shown, but for the own. */
    houses: z.array(
      z.strictObject({
        houseId: z.string(),
        name: z.string(),
        prestige: z.int().nullable(),
        eliminatedOn: z.int().nullable(),
      }),
    ),
    /** Between this house and others; where neither says anything it is neutral, and left out. */
    relations: z.array(
      z.strictObject({ houseId: z.string(), own: relationSchema, theirs: relationSchema, inForce: relationSchema }),
    ),
  }),
}
