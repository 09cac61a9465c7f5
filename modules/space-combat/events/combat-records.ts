import type { Json } from 'gridtick'
import type { Encounter, Participant, RoundReport } from '../kinds.ts'
import { isoTime } from './tell.ts'

/** The parts that the events and answers about a fight are made of. */

export type JsonRecord = { readonly [key: string]: Json }

export function combatHeader({ id, data: { sector, deadline } }: Pick<Encounter, 'id' | 'data'>): JsonRecord {
  return { combatId: id, sector, deadline: isoTime(deadline) }
}

/** Each party by id, always in the same shape. What a round changed is 0 for those who were not in it. */
export function participantRecords(participants: readonly Participant[], report?: RoundReport): JsonRecord {
  const entries = new Map(report?.entries.map((entry) => [entry.id, entry]))
  return Object.fromEntries(
    participants.map((party) => {
      const { fightersDelta = 0, shieldsDelta = 0 } = entries.get(party.id) ?? {}
      return [party.id, { ...participantRecord(party), fightersDelta, shieldsDelta }]
    }),
  )
}

function participantRecord(party: Participant): JsonRecord {
  return {
    combatantId: party.id,
    combatantType: party.kind === 'ship' ? 'character' : 'garrison',
    name: party.name,
    fighters: party.fighters,
    shields: party.shields,
    maxFighters: party.maxFighters,
    maxShields: party.maxShields,
    turnsPerWarp: party.turnsPerWarp,
    isEscapePod: party.isEscapePod,
    ownerCharacterId: party.ownerId,
    shipType: party.shipType,
  }
}

/** A round that was fought, as a viewer may know it: those who fled are in all maps but the participants. */
export function roundRecord(encounter: Encounter, report: RoundReport, viewerId: string | null): JsonRecord {
  return {
    ...combatHeader(encounter),
    round: report.round,
    result: report.result,
    ...roundMaps(report, viewerId),
    participants: participantRecords(encounter.data.participants, report),
  }
}

/** What happened in a round, by party. Where a flight was to go only the fleer learns. */
export function roundMaps({ entries }: RoundReport, viewerId: string | null): JsonRecord {
  const byParty = (value: (entry: Entry) => Json) =>
    Object.fromEntries(entries.map((entry) => [entry.id, value(entry)]))
  return {
    actions: byParty((entry) => actionRecord(entry, viewerId)),
    hits: byParty(({ hits }) => hits),
    offensiveLosses: byParty(({ offensiveLosses }) => offensiveLosses),
    defensiveLosses: byParty(({ defensiveLosses }) => defensiveLosses),
    shieldLoss: byParty(({ shieldLoss }) => shieldLoss),
    fightersRemaining: byParty(({ fightersRemaining }) => fightersRemaining),
    shieldsRemaining: byParty(({ shieldsRemaining }) => shieldsRemaining),
    fleeResults: byParty(({ hasFled }) => hasFled),
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
    target: targetId,
    destinationSector: id === viewerId ? toSector : null,
  }
}
