/** What REST answers, as far as the Inspector reads it. */

export type ZoneStatus = 'open' | 'paused' | 'finished'

export type Zone = {
  readonly id: string
  readonly name: string
  readonly module: string
  readonly moduleVersion: string
  readonly status: ZoneStatus
  readonly createdAt: string
  readonly everyMs: number
  readonly players: { readonly members: number; readonly connected: number }
  readonly tick: number
  readonly error: string | null
  readonly result?: unknown
  /** Whether its ticks are recorded; undefined where the server cannot. */
  readonly record?: boolean
  readonly recordedTicks?: number
}

/** `ticks`: how many were run, without the one that failed. */
export type SteppedZone = { readonly ticks: number; readonly error: string | null; readonly zone: Zone }

export type ZonePage = { readonly zones: readonly Zone[]; readonly nextCursor: string | null }

export type Player = { readonly playerId: string; readonly displayName: string; readonly disconnectedAt: string | null }

export type Entity = {
  readonly id: string
  readonly kind: string
  readonly x: number
  readonly y: number
  readonly ownerId: string | null
  readonly data: Readonly<Record<string, unknown>>
}

export type ZoneState = {
  readonly tick: number
  readonly at: string
  readonly entities: readonly Entity[]
  readonly extras: Readonly<Record<string, unknown>>
  /** Only where everything was asked for. */
  readonly state?: Readonly<Record<string, unknown>>
  /** Of a player's view, where the module says which cells are in sight: stretches of a row, both ends included. */
  readonly seenCells?: readonly SeenStretch[]
}

export type SeenStretch = { readonly y: number; readonly left: number; readonly right: number }

export type LogEntry = {
  readonly seq: number
  readonly at: string
  readonly tick: number
  readonly playerId: string
  readonly connectionId: string | null
  readonly type: string
  readonly payload: unknown
  readonly result: 'applied' | 'refused' | 'failed'
  readonly code: string | null
}

export type Health = {
  readonly status: 'ok' | 'degraded' | 'draining'
  readonly lagMs: number
  readonly zones: {
    readonly open: number
    readonly paused: number
    readonly finished: number
    /** Left out for those who are not the debug role, as with a login that has just ended. */
    readonly loaded?: number
    readonly active?: number
  }
  readonly connections: number
  readonly database: 'ok' | 'slow' | 'unavailable'
  readonly version: string
  readonly uptimeSeconds: number
}
