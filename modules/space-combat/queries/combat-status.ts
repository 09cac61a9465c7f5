import type { Json } from 'gridtick'
import { z } from 'zod'
import { combatHeader, type JsonRecord, participantRecords, roundMaps } from '../events/combat-records.ts'
import { isoTime } from '../events/tell.ts'
import { type Battle, battleId, type Encounter } from '../kinds.ts'
import { encounterOf } from '../lookup.ts'
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
    const fight = combatId === undefined ? encounterOf(base, playerId) : fightOf(base, combatId)
    if (fight === undefined || !hasWitnessed(fight, playerId))
      return { error: { code: 'no_such_combat', message: 'You have no part in such a fight.' } }
    const status = fight.kind === 'encounter' ? statusNow(fight) : statusAtEnd(fight)
    return includeLog ? { ...status, logs: logOf(fight, playerId) } : status
  },
}

function fightOf({ entities }: Question<unknown>['base'], combatId: string): Encounter | Battle | undefined {
  const active = entities.get(combatId)
  if (active?.kind === 'encounter') return active
  const over = entities.get(battleId(combatId))
  return over?.kind === 'battle' ? over : undefined
}

function hasWitnessed(fight: Encounter | Battle, playerId: string): boolean {
  const heardOfIt = fight.kind === 'encounter' ? fight.data.fled : fight.data.witnesses
  return heardOfIt.includes(playerId) || fight.data.participants.some(({ ownerId }) => ownerId === playerId)
}

function statusNow(encounter: Encounter): JsonRecord {
  const { round, participants } = encounter.data
  const how = { round, participants: participantRecords(participants), ended: false, endState: null }
  return { ...combatHeader(encounter), ...how }
}

function statusAtEnd({ data: { combatId, sector, log, endedAt, participants, result } }: Battle): JsonRecord {
  const round = log.at(-1)?.round ?? 1
  const how = { round, participants: participantRecords(participants), ended: true, endState: result }
  return { combatId, sector, deadline: null, endedAt: isoTime(endedAt), ...how }
}

function logOf({ data: { log } }: Encounter | Battle, playerId: string): Json {
  return log.map((report) => {
    const { round, at, result } = report
    return { round, result, timestamp: isoTime(at), ...roundMaps(report, playerId) }
  })
}
