/** The values that messages are made of, as types: they need no library. */

/** Any JSON. */
export type WireJson = string | number | boolean | null | WireJson[] | { [key: string]: WireJson }

/** An entity as a player sees it. */
export type WireEntity = {
  id: string
  kind: string
  x: number
  y: number
  ownerId: string | null
  data: Record<string, WireJson>
}

export type WireEvent = { event: string; payload: WireJson }

/** What is wrong with one field: `pointer` is a JSON Pointer (RFC 6901). */
export type WireFieldError = { pointer: string; code: string; message: string }

export type WireRole = 'player' | 'debug'
export type WireZoneStatus = 'open' | 'paused' | 'finished' | 'deleted'

/** Whole views, or what changed since the one before. */
export type WireMode = 'full' | 'delta'
