import { isoTime } from 'gridtick'
import type { ZoneDescription } from './zone-answers.ts'

/** What REST says of a zone, by who asks. Built up, so that nobody gets a new field of the description by accident. */

/** What everybody may know. */
export function forPlayers(zone: ZoneDescription) {
  const { members, connected } = zone.players
  return {
    id: zone.id,
    name: zone.name,
    module: zone.module,
    moduleVersion: zone.moduleVersion,
    status: zone.status,
    createdAt: isoTime(zone.createdAt),
    ...zone.schedule,
    players: { members, connected },
  }
}

export function forMembers(zone: ZoneDescription) {
  return { ...forPlayers(zone), tick: zone.tick }
}

export function forDebug(zone: ZoneDescription) {
  const { error, result, record, recordedTicks } = zone
  return { ...forPlayers(zone), tick: zone.storedTick, error, result, record, recordedTicks }
}
