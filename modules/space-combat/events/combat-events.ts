import type { Encounter, RoundReport, Salvage } from '../kinds.ts'
import type { Region } from '../region.ts'
import { combatHeader, type JsonRecord, participantRecords, roundMaps } from './combat-records.ts'
import { salvageRecord } from './salvage-record.ts'
import { tell } from './tell.ts'

/** A fight has begun, or whoever is told has come into it. */
export function tellStarted(region: Region, encounter: Encounter, audience: readonly string[]): void {
  const { initiatorId } = encounter.data
  // Whom the initiator meant is nobody's business: everybody in the sector is drawn in.
  const aim = { initiator: initiatorId, target: null, targetType: null }
  tell(region, audience, 'combat.started', { ...openRoundOf(encounter), ...aim })
}

/** A round is open, and everybody in it is awaited. */
export function tellWaiting(region: Region, encounter: Encounter, audience: readonly string[]): void {
  tell(region, audience, 'combat.round_waiting', openRoundOf(encounter))
}

function openRoundOf(encounter: Encounter): JsonRecord {
  const { round, participants } = encounter.data
  return { ...combatHeader(encounter), round, participants: participantRecords(participants) }
}

type Round = {
  /** As it is after the round: the deadline is that of the next one, if there is one. */
  readonly encounter: Encounter
  readonly report: RoundReport
  readonly audience: readonly string[]
}

/** A round was fought. */
export function tellResolved(region: Region, round: Round): void {
  tellRound(region, 'combat.round_resolved', round)
}

/** A fight is over: its last round once more, and what is left lying about. */
export function tellEnded(
  region: Region,
  { salvage, ...round }: Round & { readonly salvage: readonly Salvage[] },
): void {
  tellRound(region, 'combat.ended', round, salvage.length === 0 ? {} : { salvage: salvage.map(salvageRecord) })
}

/** Each captain who tried to flee gets an event of their own: the others are not told where to. */
function tellRound(region: Region, event: string, { encounter, report, audience }: Round, more: JsonRecord = {}): void {
  const fleers = report.entries.filter(({ toSector }) => toSector !== null).map(({ id }) => id)
  const payloadFor = (viewerId: string | null): JsonRecord => ({
    ...combatHeader(encounter),
    round: report.round,
    result: report.result,
    ...roundMaps(report, viewerId),
    participants: participantRecords(encounter.data.participants, report),
    ...more,
  })
  const others = audience.filter((id) => !fleers.includes(id))
  if (others.length > 0) tell(region, others, event, payloadFor(null))
  for (const id of fleers) tell(region, [id], event, payloadFor(id))
}
