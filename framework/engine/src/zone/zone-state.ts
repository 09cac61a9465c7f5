import type { JsonObject, PlayerId, ZonePlayer } from 'gridtick'
import type { StoredMember } from '../ports/storage/stored-zone.ts'
import type { ZoneEntities } from './entity-table.ts'

/** What of a zone is stored, as of the last committed tick. It moves on only after the commit of the next one. */
export type ZoneState = {
  /** The last committed tick, and its time (ms since the epoch). */
  tick: number
  at: number
  tickOffset: number
  readonly entities: ZoneEntities
  state: JsonObject
  extras: JsonObject
  wakeAt: number | null
  readonly members: Map<PlayerId, StoredMember>
  /** The members as a module sees them; made again when one of them changed. */
  players: readonly ZonePlayer[]
}
