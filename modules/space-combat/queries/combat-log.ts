import type { DeepReadonly } from 'gridtick'
import { z } from 'zod'
import { knownRoundSchema, participantsSchema } from '../records/fight-records.ts'
import { failedSchema } from './failed.ts'
import type { Question } from './question.ts'
import { knownRounds, noSuchFight, participantsFor, witnessedFight } from './witnessed-fight.ts'

const input = z.strictObject({
  /** The captain's own fight unless told otherwise. */
  combatId: z.string().max(64).optional(),
  /** The last round that is known already. */
  sinceRound: z.int().min(0).optional(),
})

const output = z.union([
  failedSchema,
  z.strictObject({
    combatId: z.string(),
    sector: z.int(),
    ended: z.boolean(),
    participants: participantsSchema,
    rounds: z.array(knownRoundSchema),
  }),
])

/**
 * The rounds of a fight so far, as the captain was told of them: also those that were missed. A fight keeps as many as
 * `balance.records` says, and forgets the oldest first.
 */
export const combatLog = {
  input,
  output,
  answer(question: Question<z.output<typeof input>>): DeepReadonly<z.output<typeof output>> {
    const fight = witnessedFight(question)
    if (fight === undefined) return noSuchFight
    const { sinceRound = 0 } = question.input
    const rounds = knownRounds(fight, question.playerId).filter(({ round }) => round > sinceRound)
    const combatId = fight.kind === 'encounter' ? fight.id : fight.data.combatId
    const participants = participantsFor(fight, question.playerId)
    return { combatId, sector: fight.data.sector, ended: fight.kind === 'battle', participants, rounds }
  },
}
