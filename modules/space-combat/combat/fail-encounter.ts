import { tellFailed } from '../events/combat-events.ts'
import type { Encounter } from '../kinds.ts'
import type { Region } from '../region.ts'
import { keepRecord } from './keep-record.ts'
import { audienceOf, leaversOf } from './parties.ts'

/**
 * Ends a fight whose round cannot be fought, so that it costs this fight and not the region: everything is as it was after
 * the last round, ships are free to act, and wrecks of earlier rounds lie there with what is in them.
 */
export function failEncounter(region: Region, encounter: Encounter, thrown: unknown): void {
  const { sector, round } = encounter.data
  region.log.error('a fight failed and was ended', { combatId: encounter.id, sector, round, error: textOf(thrown) })
  const witnesses = [...new Set([...audienceOf(encounter), ...leaversOf(encounter)])]
  keepRecord(region, { encounter, result: 'error', witnesses })
  region.entities.delete(encounter)
  tellFailed(region, encounter, witnesses)
}

/** For the operator and the author of the module; players are not told. */
export function textOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : 'something that is not an Error was thrown'
}
