import { isoTime } from 'gridtick'
import { isParty } from '../combat/find-fight.ts'
import type { Encounter, RoundReport, Salvage } from '../kinds.ts'
import { shipOf } from '../lookup.ts'
import {
  combatantType,
  combatHeader,
  endOf,
  participantRecords,
  participantRecordsAfter,
  roundMaps,
} from '../records/fight-records.ts'
import { salvageRecord } from '../records/salvage-record.ts'
import type { Region } from '../region.ts'
import { type Payload, tell } from './tell.ts'

/** A fight has begun, or these players have come into it. */
export function tellStarted(region: Region, encounter: Encounter, audience: readonly string[]): void {
  const { initiatorId, target } = encounter.data
  const aim = { target: target?.id ?? null, targetType: target ? combatantType(target.kind) : null }
  tell(region, audience, 'combat.started', { ...openRoundOf(encounter), initiator: initiatorId, ...aim })
}

/** A round is open, and everybody in it is awaited. */
export function tellWaiting(region: Region, encounter: Encounter, audience: readonly string[]): void {
  tell(region, audience, 'combat.round_waiting', openRoundOf(encounter))
}

function openRoundOf(encounter: Encounter): Payload<'combat.round_waiting'> {
  const { round, participants } = encounter.data
  return { ...combatHeader(encounter), round, participants: participantRecords(participants) }
}

type Round = {
  /** As it is after the round: the deadline is that of the next one, if there is one. */
  readonly encounter: Encounter
  readonly report: RoundReport
  readonly audience: readonly string[]
}

/** A round was fought. Each captain who tried to flee gets a message of their own: the others do not learn where to. */
export function tellResolved(region: Region, round: Round): void {
  const fleers = fleersOf(round)
  const others = round.audience.filter((id) => !fleers.has(id))
  if (others.length > 0) tell(region, others, 'combat.round_resolved', roundRecord(round, null))
  for (const id of fleers) tell(region, [id], 'combat.round_resolved', roundRecord(round, id))
}

/**
 * A fight is over: its last round once more, and what is left lying about. A captain who left and is elsewhere by now
 * learns only of their own wreck.
 */
export function tellEnded(
  region: Region,
  { salvage, ...round }: Round & { readonly salvage: readonly Salvage[] },
): void {
  const { encounter, audience } = round
  const fleers = fleersOf(round)
  const seesSector = (id: string) => isParty(encounter, id) || shipOf(region, id)?.data.sector === encounter.data.sector
  const record = (viewerId: string | null, shown: readonly Salvage[]): Payload<'combat.ended'> => ({
    ...roundRecord(round, viewerId),
    ...(shown.length === 0 ? {} : { salvage: shown.map((container) => salvageRecord(container)) }),
  })
  const present = audience.filter((id) => !fleers.has(id) && seesSector(id))
  if (present.length > 0) tell(region, present, 'combat.ended', record(null, salvage))
  for (const id of new Set([...audience, ...fleers])) {
    if (present.includes(id)) continue
    const shown = seesSector(id) ? salvage : salvage.filter(({ data }) => data.loserId === id)
    tell(region, [id], 'combat.ended', record(id, shown))
  }
}

/** A fight was ended as its round could not be fought. Why is in the server's log. */
export function tellFailed(
  region: Region,
  { id, data: { sector, round } }: Encounter,
  audience: readonly string[],
): void {
  const message = 'This round could not be fought, so the fight is over. Everything is as it was before the round.'
  tell(region, audience, 'combat.error', { combatId: id, sector, round, message, timestamp: isoTime(region.now) })
}

/** Who tried to flee in the round, whether that worked or not. */
function fleersOf({ report }: Round): ReadonlySet<string> {
  return new Set(report.entries.filter(({ toSector }) => toSector !== null).map(({ id }) => id))
}

function roundRecord({ encounter, report }: Round, viewerId: string | null): Payload<'combat.round_resolved'> {
  return {
    ...combatHeader(encounter),
    round: report.round,
    ...endOf(report),
    ...roundMaps(report, viewerId),
    participants: participantRecordsAfter(report, encounter.data.participants),
  }
}
