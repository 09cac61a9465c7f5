import type { Json } from 'gridtick'
import type { Encounter, Participant, RoundReport } from '../kinds.ts'
import { isoTime } from './tell.ts'

/** The parts that the events and answers about a fight are made of. */

export type JsonRecord = { readonly [key: string]: Json }

export function combatHeader({ id, data: { sector, deadline } }: Encounter): JsonRecord {
  return { combatId: id, sector, deadline: isoTime(deadline) }
}

/** Whether a round ended its fight, and how. */
export function endOf({ result }: RoundReport): { readonly end: boolean; readonly result: string | null } {
  return { end: result !== null, result }
}

/** Those who are in a fight, by their ids, as all who are in it see them. */
export function participantRecords(participants: readonly Participant[]): JsonRecord {
  return Object.fromEntries(participants.map((party) => [party.id, participantRecord(party)]))
}

/** The same after a round, with what the round took of each: 0 for those who were not in it. */
export function participantRecordsAfter({ entries }: RoundReport, participants: readonly Participant[]): JsonRecord {
  const taken = new Map(entries.map((entry) => [entry.id, entry]))
  return Object.fromEntries(
    participants.map((party) => {
      const { fightersDelta = 0, shieldsDelta = 0 } = taken.get(party.id) ?? {}
      return [party.id, { ...participantRecord(party), fightersDelta, shieldsDelta }]
    }),
  )
}

export function combatantType(kind: Participant['kind']): 'character' | 'garrison' {
  return kind === 'ship' ? 'character' : 'garrison'
}

function participantRecord(party: Participant): JsonRecord {
  const { name, fighters, shields, maxFighters, maxShields, turnsPerWarp, isEscapePod, shipType } = party
  return {
    combatantId: party.id,
    combatantType: combatantType(party.kind),
    ...{ name, fighters, shields, maxFighters, maxShields, turnsPerWarp, isEscapePod },
    ownerCharacterId: party.ownerId,
    shipType,
  }
}

/**
 * What happened in a round, by party, those who fled among them. Where a flight was to go is known to that captain alone:
 * to all others, and without a viewer, it is null.
 */
export function roundMaps({ entries }: RoundReport, viewerId: string | null): JsonRecord {
  const each = (pick: (entry: Entry) => Json) => Object.fromEntries(entries.map((entry) => [entry.id, pick(entry)]))
  return {
    actions: each((entry) => actionRecord(entry, viewerId)),
    hits: each(({ hits }) => hits),
    offensiveLosses: each(({ offensiveLosses }) => offensiveLosses),
    defensiveLosses: each(({ defensiveLosses }) => defensiveLosses),
    shieldLoss: each(({ shieldLoss }) => shieldLoss),
    fightersRemaining: each(({ fightersRemaining }) => fightersRemaining),
    shieldsRemaining: each(({ shieldsRemaining }) => shieldsRemaining),
    fleeResults: each(({ hasFled }) => hasFled),
  }
}

type Entry = RoundReport['entries'][number]

function actionRecord(
  { id, action, commit, timedOut, submittedAt, targetId, toSector }: Entry,
  viewerId: string | null,
): Json {
  return {
    action,
    commit,
    timedOut,
    submittedAt: isoTime(submittedAt),
    targetId,
    destinationSector: id === viewerId ? toSector : null,
  }
}
