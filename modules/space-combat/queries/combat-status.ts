import { type DeepReadonly, isoTime } from 'gridtick'
import { z } from 'zod'
import { isParty } from '../combat/find-fight.ts'
import { roundsKnownTo } from '../combat/rounds-known.ts'
import type { Battle, Encounter } from '../kinds.ts'
import { combatHeader, knownRoundSchema, participantsSchema } from '../records/fight-records.ts'
import { timeSchema } from '../records/time-schema.ts'
import { failedSchema } from './failed.ts'
import type { Question } from './question.ts'
import { knownRounds, noSuchFight, participantsFor, witnessedFight } from './witnessed-fight.ts'

const input = z.strictObject({
  /** The captain's own fight unless told otherwise. */
  combatId: z.string().max(64).optional(),
  includeLog: z.boolean().optional(),
})

const statusSchema = z.strictObject({
  combatId: z.string(),
  sector: z.int(),
  /** Null: it is over, or the captain has left it. */
  deadline: timeSchema.nullable(),
  /** Of a fight that is over. */
  endedAt: timeSchema.optional(),
  /** Null: the captain was in no round of it. */
  round: z.int().nullable(),
  ended: z.boolean(),
  endState: z.string().nullable(),
  participants: participantsSchema,
  /** If it was asked for. */
  logs: z.array(knownRoundSchema).optional(),
})
type Standing = Omit<Status, 'participants'>
type Status = DeepReadonly<z.output<typeof statusSchema>>

const output = z.union([failedSchema, statusSchema])

/** How a fight stands, or how it ended, for those who are or were in it, or had a garrison in it. */
export const combatStatus = {
  input,
  output,
  answer(question: Question<z.output<typeof input>>): DeepReadonly<z.output<typeof output>> {
    const { playerId } = question
    const fight = witnessedFight(question)
    if (fight === undefined) return noSuchFight
    const status = statusFor(fight, playerId)
    return question.input.includeLog ? { ...status, logs: knownRounds(fight, playerId) } : status
  },
}

function statusFor(fight: Encounter | Battle, playerId: string): Status {
  const participants = participantsFor(fight, playerId)
  if (fight.kind === 'battle') return { ...statusAtEnd(fight), participants }
  return { ...(isParty(fight, playerId) ? statusNow(fight) : statusWhenLeft(fight, playerId)), participants }
}

function statusNow(encounter: Encounter): Standing {
  return { ...combatHeader(encounter), round: encounter.data.round, ended: false, endState: null }
}

/** Who left sees no more of a fight than the round of leaving. */
function statusWhenLeft(encounter: Encounter, playerId: string): Standing {
  const round = roundsKnownTo(encounter, playerId).at(-1)?.round ?? null
  return { combatId: encounter.id, sector: encounter.data.sector, deadline: null, round, ended: false, endState: null }
}

function statusAtEnd({ data: { combatId, sector, log, endedAt, result } }: Battle): Standing {
  const round = log.at(-1)?.round ?? 1
  return { combatId, sector, deadline: null, endedAt: isoTime(endedAt), round, ended: true, endState: result }
}
