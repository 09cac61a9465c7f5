import type { Json } from 'gridtick'
import type { Encounter, RoundReport, Salvage } from '../kinds.ts'
import type { Region } from '../region.ts'
import { combatHeader, participantRecords, roundRecord } from './combat-records.ts'
import { salvageRecord } from './salvage-record.ts'
import { tell } from './tell.ts'

/** A fight has begun, or whoever is told has come into it. */
export function tellStarted(region: Region, encounter: Encounter, audience: readonly string[]): void {
  const { initiatorId } = encounter.data
  tell(region, audience, 'combat.started', { ...waiting(encounter), initiator: initiatorId })
}

/** A round is open, and everybody in it is awaited. */
export function tellWaiting(region: Region, encounter: Encounter, audience: readonly string[]): void {
  tell(region, audience, 'combat.round_waiting', waiting(encounter))
}

function waiting(encounter: Encounter): { readonly [key: string]: Json } {
  const { round, participants } = encounter.data
  return { ...combatHeader(encounter), round, participants: participantRecords(participants) }
}

type Round = {
  /** As it is after the round. */
  readonly encounter: Encounter
  readonly report: RoundReport
  readonly audience: readonly string[]
}

/** A round was fought. */
export function tellResolved(region: Region, { audience, ...round }: Round): void {
  tellRound(region, { audience, ...round }, 'combat.round_resolved', {})
}

/** A fight is over: its last round, and what is left lying about. */
export function tellEnded(
  region: Region,
  { salvage, ...round }: Round & { readonly salvage: readonly Salvage[] },
): void {
  tellRound(region, round, 'combat.ended', salvage.length === 0 ? {} : { salvage: salvage.map(salvageRecord) })
}

/** Where a captain tried to flee to is told to that captain alone. */
function tellRound(
  region: Region,
  { encounter, report, audience }: Round,
  event: string,
  more: { readonly [key: string]: Json },
): void {
  const fleers = report.entries.filter(({ toSector }) => toSector !== null).map(({ id }) => id)
  const others = audience.filter((id) => !fleers.includes(id))
  tell(region, others, event, { ...roundRecord(encounter, report, null), ...more })
  for (const id of fleers) tell(region, [id], event, { ...roundRecord(encounter, report, id), ...more })
}
