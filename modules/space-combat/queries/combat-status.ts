import type { Json } from 'gridtick'
import { z } from 'zod'
import { isParty } from '../combat/find-fight.ts'
import { roundsKnownTo } from '../combat/rounds-known.ts'
import { combatHeader, type JsonRecord } from '../events/combat-records.ts'
import { isoTime } from '../events/tell.ts'
import type { Battle, Encounter } from '../kinds.ts'
import type { Question } from './question.ts'
import { knownRounds, noSuchFight, participantsFor, witnessedFight } from './witnessed-fight.ts'

const input = z.strictObject({
  /** The captain's own fight unless told otherwise. */
  combatId: z.string().max(64).optional(),
  includeLog: z.boolean().optional(),
})

/** How a fight stands, or how it ended, for those who are or were in it, or had a garrison in it. */
export const combatStatus = {
  input,
  answer(question: Question<z.output<typeof input>>): Json {
    const { playerId } = question
    const fight = witnessedFight(question)
    if (fight === undefined) return noSuchFight
    const status = statusFor(fight, playerId)
    return question.input.includeLog ? { ...status, logs: knownRounds(fight, playerId) } : status
  },
}

function statusFor(fight: Encounter | Battle, playerId: string): JsonRecord {
  const participants = participantsFor(fight, playerId)
  if (fight.kind === 'battle') return { ...statusAtEnd(fight), participants }
  return { ...(isParty(fight, playerId) ? statusNow(fight) : statusWhenLeft(fight, playerId)), participants }
}

function statusNow(encounter: Encounter): JsonRecord {
  return { ...combatHeader(encounter), round: encounter.data.round, ended: false, endState: null }
}

/** Who left sees no more of a fight than the round of leaving. */
function statusWhenLeft(encounter: Encounter, playerId: string): JsonRecord {
  const round = roundsKnownTo(encounter, playerId).at(-1)?.round ?? null
  return { combatId: encounter.id, sector: encounter.data.sector, deadline: null, round, ended: false, endState: null }
}

function statusAtEnd({ data: { combatId, sector, log, endedAt, result } }: Battle): JsonRecord {
  const round = log.at(-1)?.round ?? 1
  return { combatId, sector, deadline: null, endedAt: isoTime(endedAt), round, ended: true, endState: result }
}
