import type { Json } from 'gridtick'
import { z } from 'zod'
import { isoTime } from '../events/tell.ts'
import type { Battle, Encounter } from '../kinds.ts'
import { encounterOf } from '../lookup.ts'
import { logRecord } from './log-record.ts'
import type { Question } from './question.ts'

const input = z.strictObject({
  /** The captain's own fight unless told otherwise. */
  combatId: z.string().max(64).optional(),
  includeLog: z.boolean().optional(),
})

/**
 * How a fight stands, or how it ended, for those who are or were in it, or had a garrison in it. To all others there is no
 * such fight: they cannot even learn that there is one.
 */
export const combatStatus = {
  input,
  answer({ base, playerId, input: { combatId, includeLog = false } }: Question<z.output<typeof input>>): Json {
    const own = encounterOf(base, playerId)
    const fight = combatId === undefined ? own : (activeFight(base, combatId) ?? pastFight(base, combatId))
    if (fight === undefined || !hasWitnessed(fight, playerId))
      return { error: { code: 'no_such_combat', message: 'You have no part in such a fight.' } }
    const status = fight.kind === 'encounter' ? statusOf(fight) : statusAfter(fight)
    return includeLog ? { ...status, logs: fight.data.log.map((round) => logRecord(round, playerId)) } : status
  },
}

function activeFight({ entities }: Question<unknown>['base'], combatId: string): Encounter | undefined {
  const found = entities.get(combatId)
  return found?.kind === 'encounter' ? found : undefined
}

function pastFight({ entities }: Question<unknown>['base'], combatId: string): Battle | undefined {
  return entities.ofKind('battle').find(({ data }) => data.combatId === combatId)
}

function hasWitnessed(fight: Encounter | Battle, playerId: string): boolean {
  const { participants } = fight.data
  const left = fight.kind === 'encounter' ? fight.data.fled : fight.data.witnesses
  return left.includes(playerId) || participants.some(({ ownerId }) => ownerId === playerId)
}
