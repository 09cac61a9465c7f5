import type { PlayerId, Role, ZoneId } from 'gridtick'
import type { Watch } from './connection-outlet.ts'
import type { ScheduleWish } from './schedule.ts'
import type { StoredStatus } from './storage/stored-zone.ts'

/** What is asked of zones, and by whom. */

/** Who acts, as authentication found it. */
export type Actor = { readonly playerId: PlayerId; readonly displayName: string; readonly role: Role }

export type ConnectionRequest = { readonly connectionId: string; readonly zoneId: ZoneId; readonly ref?: string }

export type SubscribeRequest = ConnectionRequest &
  Watch & {
    readonly player: Actor
    readonly mode: 'full' | 'delta'
    /** On which the socket agreed: it names the codec. Left out: on none. */
    readonly subprotocol?: string
    /** The connection takes no more at the moment. */
    readonly isCongested?: boolean
    /**
     * It watched already, when the zone ran elsewhere or on a thread that ended: no second `subscribed`, but a whole
     * frame that says that events were lost. Who is no member any more does not join by it.
     */
    readonly isResumed?: boolean
  }

export type LeaveRequest = ConnectionRequest & { readonly player: Actor }

/** What happened to a connection that watches, or asked to watch, these zones. */
export type ConnectionChange = { readonly connectionId: string; readonly zoneIds: readonly ZoneId[] }

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
  /** By this name the outlet tells what became of it, if it is accepted. No two intents have the same. */
  readonly operation?: string
}

export type QueryRequest = {
  readonly zoneId: ZoneId
  readonly playerId: PlayerId
  readonly name: string
  readonly input: unknown
}

export type CreateZoneRequest = ScheduleWish & {
  readonly module: string
  readonly name?: string
  readonly config?: unknown
  readonly seed?: string
  readonly record?: boolean
}

export type ZoneChangeRequest = { readonly zoneId: ZoneId; readonly name?: string; readonly record?: boolean }

export type StepRequest = { readonly zoneId: ZoneId; readonly ticks: number }

export type ResumeRequest = { readonly zoneId: ZoneId; readonly discardIntents: boolean }

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
