import { everyone, type Json, players } from 'gridtick'
import type { Region } from '../region.ts'

/** Tells these players, whoever of them is here to hear it. */
export function tell(region: Region, playerIds: Iterable<string>, event: string, payload: Json): void {
  region.emit(event, payload, players([...new Set(playerIds)]))
}

export function tellEveryone(region: Region, event: string, payload: Json): void {
  region.emit(event, payload, everyone())
}

/** A time as events carry it. */
export { isoTime } from 'gridtick'
