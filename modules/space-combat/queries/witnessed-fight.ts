import { isoTime } from 'gridtick'
import { findFight, hasWitnessed, isParty } from '../combat/find-fight.ts'
import { roundsKnownTo } from '../combat/rounds-known.ts'
import type { Battle, Encounter } from '../kinds.ts'
import { encounterOf } from '../lookup.ts'
import { endOf, type KnownRound, type Participants, participantRecords, roundMaps } from '../records/fight-records.ts'
import type { Question } from './question.ts'

type Asked = { readonly combatId?: string | undefined }

/** To those who have no part in a fight it is as if there were none: they cannot even learn that there is one. */
export const noSuchFight = { error: { code: 'no_such_combat', message: 'You have no part in such a fight.' } }

/** The fight that is asked about, by default the captain's own, if the captain may know of it. */
export function witnessedFight({ base, playerId, input }: Question<Asked>): Encounter | Battle | undefined {
  const { combatId } = input
  const fight = combatId === undefined ? encounterOf(base, playerId) : findFight(base, combatId)
  return fight !== undefined && hasWitnessed(fight, playerId) ? fight : undefined
}

/** Who is in it, or was at its end. Who left a fight that goes on does not see how the others stand. */
export function participantsFor(fight: Encounter | Battle, playerId: string): Participants {
  const isIn = fight.kind === 'battle' || isParty(fight, playerId)
  return isIn ? participantRecords(fight.data.participants) : {}
}

/** The rounds that the captain may know of, oldest first. */
export function knownRounds(fight: Encounter | Battle, playerId: string): readonly KnownRound[] {
  return roundsKnownTo(fight, playerId).map((report) => ({
    round: report.round,
    timestamp: isoTime(report.at),
    ...endOf(report),
    ...roundMaps(report, playerId),
  }))
}
