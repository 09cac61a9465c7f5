import type { PlayerId, Role, ZoneId } from 'gridtick'
import type { StoredStatus } from './storage/stored-zone.ts'

/** What is asked of zones, and by whom. */

/** Who acts, as authentication found it. */
export type Actor = { readonly playerId: PlayerId; readonly displayName: string; readonly role: Role }

export type ConnectionRequest = { readonly connectionId: string; readonly zoneId: ZoneId; readonly ref?: string }

export type SubscribeRequest = ConnectionRequest & { readonly player: Actor; readonly mode: 'full' | 'delta' }

export type IntentRequest = {
  readonly zoneId: ZoneId
  readonly player: Actor
  /** An intent of an operator: run with role debug, whether or not `player` is a member. */
  readonly isDebug?: boolean
  readonly type: string
  readonly payload: unknown
  readonly seq?: number
  readonly ref?: string
  readonly connectionId?: string
}

export type QueryRequest = {
  readonly zoneId: ZoneId
  readonly playerId: PlayerId
  readonly name: string
  readonly input: unknown
}

export type CreateZoneRequest = {
  readonly module: string
  readonly name?: string
  readonly config?: unknown
  readonly seed?: string
  readonly everyMs?: number
  readonly record?: boolean
}

export type ZoneChangeRequest = { readonly name?: string; readonly record?: boolean }

export type ListZonesRequest = {
  readonly module?: string
  readonly status?: StoredStatus
  readonly limit: number
  readonly cursor?: string
}

export type ReadStateRequest = {
  readonly zoneId: ZoneId
  readonly as: PlayerId | 'everything'
  readonly withCells?: boolean
}
