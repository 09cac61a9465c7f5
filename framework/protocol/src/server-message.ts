import type {
  WireEntity,
  WireEvent,
  WireFieldError,
  WireJson,
  WireMode,
  WireRole,
  WireZoneStatus,
} from './wire-types.ts'

/** Everything the server sends. */
export type ServerMessage =
  | WelcomeMessage
  | SubscribedMessage
  | UnsubscribedMessage
  | FullTickMessage
  | DeltaTickMessage
  | IntentReceivedMessage
  | IntentResultMessage
  | QueryResultMessage
  | ZoneStatusMessage
  | ViewUnavailableMessage
  | ErrorMessage
  | { type: 'superseded' }
  | { type: 'bye'; reason: string; reconnectAfterMs: number }
  | { type: 'pong'; at?: number | undefined }

/** What a player may know of a zone as of one tick. */
export type TickMessage = FullTickMessage | DeltaTickMessage

type WelcomeMessage = {
  type: 'welcome'
  playerId: string
  displayName: string
  role: WireRole
  connectionId: string
  protocol: 1
  server: string
  limits: Record<string, number>
  heartbeatMs: number
}

type SubscribedMessage = {
  type: 'subscribed'
  zoneId: string
  ref?: string | undefined
  module: string
  tick: number
  everyMs: number
  /** Where the grid ends, in cells; left out where the zone does not say. */
  bounds?: { width: number; height: number } | undefined
  /** What players may know of the zone's config; left out if nothing. */
  config?: Record<string, WireJson> | undefined
  mode: WireMode
  /** The highest settled seq of this player here; 0 if none. */
  lastSeq: number
  /** The highest seq of this player here that waits in the queue; left out if none does. */
  queuedSeq?: number | undefined
  /** Which membership this is: the tick whose commit stored the join. Left out for one who looks on without being a member. */
  memberSince?: number | undefined
  /** Only in `gridtick.v1.compact`: which number stands for this subscription in its frames. */
  channel?: number | undefined
}

type UnsubscribedMessage = {
  type: 'unsubscribed'
  zoneId: string
  ref?: string | undefined
  reason?: 'removed' | 'left' | undefined
}

type FullTickMessage = {
  type: 'tick'
  zoneId: string
  tick: number
  /** ms since the epoch. */
  at: number
  full: true
  entities: WireEntity[]
  extras?: Record<string, WireJson> | undefined
  events: WireEvent[]
  eventsDropped?: true | undefined
}

type DeltaTickMessage = {
  type: 'tick'
  zoneId: string
  tick: number
  /** ms since the epoch. */
  at: number
  full: false
  /** The tick of the frame before in this subscription. */
  prev: number
  /** New to the view, or changed in a way a patch cannot say. */
  set: WireEntity[]
  patch: [id: string, patch: EntityPatch][]
  remove: string[]
  /** Whole, when changed. */
  extras?: Record<string, WireJson> | undefined
  events: WireEvent[]
  eventsDropped?: true | undefined
}

/** What changed of an entity since this connection was last sent it. `data` is an RFC 7396 merge patch. */
type EntityPatch = {
  x?: number | undefined
  y?: number | undefined
  ownerId?: string | null | undefined
  data?: Record<string, WireJson> | undefined
}

type IntentReceivedMessage = {
  type: 'intent_received'
  zoneId: string
  intentId: string
  seq?: number | undefined
  ref?: string | undefined
}

/** What became of an intent. `tick` is the tick whose commit settled it. */
type IntentResultMessage = {
  type: 'intent_result'
  ref?: string | undefined
  zoneId: string
  intentId?: string | undefined
  seq?: number | undefined
  outcome: 'applied' | 'refused'
  tick?: number | undefined
  code?: string | undefined
  message?: string | undefined
  details?: WireJson | undefined
  errors?: WireFieldError[] | undefined
  retryable?: boolean | undefined
  retryAfterMs?: number | undefined
  duplicate?: true | undefined
}

type QueryResultMessage = {
  type: 'query_result'
  zoneId: string
  ref: string
  name: string
  tick: number
  result: WireJson
}

type ZoneStatusMessage = { type: 'zone_status'; zoneId: string; status: WireZoneStatus; code?: string | undefined }

type ViewUnavailableMessage = { type: 'view_unavailable'; zoneId: string; tick: number }

type ErrorMessage = {
  type: 'error'
  code: string
  message: string
  ref?: string | undefined
  retryable: boolean
  retryAfterMs?: number | undefined
  errors?: WireFieldError[] | undefined
}
