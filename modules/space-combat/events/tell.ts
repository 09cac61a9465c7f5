import { type EventOf, type EventPayloadOf, everyone, players } from 'gridtick'
import type { game } from '../game.ts'
import type { Region } from '../region.ts'

export type EventName = EventOf<typeof game>['event']

/** What an event of this name carries. */
export type Payload<Name extends EventName> = EventPayloadOf<typeof game, Name>

/** Tells these players, if they are here to hear it. */
export function tell<Name extends EventName>(
  region: Region,
  playerIds: Iterable<string>,
  event: Name,
  payload: Payload<Name>,
): void {
  region.emit(event, payload, players([...new Set(playerIds)]))
}

export function tellEveryone<Name extends EventName>(region: Region, event: Name, payload: Payload<Name>): void {
  region.emit(event, payload, everyone())
}
