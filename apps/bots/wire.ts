/**
 * What of the wire the captains use, as plain JSON: they know the server by its documents alone, as anybody's program
 * would. It is trusted to send what it promises.
 */

export type Entity = {
  readonly id: string
  readonly kind: string
  readonly x: number
  readonly y: number
  readonly ownerId: string | null
  readonly data: Data
}

export type Data = { readonly [key: string]: unknown }

export type GameEvent = { readonly event: string; readonly payload: Data }

type Frame = {
  readonly type: 'tick'
  readonly tick: number
  readonly extras?: Data
  readonly events: readonly GameEvent[]
}

export type FullFrame = Frame & { readonly full: true; readonly entities: readonly Entity[] }

export type DeltaFrame = Frame & {
  readonly full: false
  readonly set: readonly Entity[]
  readonly patch: readonly (readonly [id: string, changed: Partial<Entity>])[]
  readonly remove: readonly string[]
}

export type IntentResult = {
  readonly type: 'intent_result'
  readonly seq?: number
  readonly outcome: 'applied' | 'refused'
  /** The tick that settled it. */
  readonly tick?: number
  readonly code?: string
  readonly retryAfterMs?: number
}

export type ServerMessage =
  | { readonly type: 'welcome'; readonly playerId: string }
  | { readonly type: 'subscribed' }
  | { readonly type: 'unsubscribed' }
  | FullFrame
  | DeltaFrame
  | IntentResult
  | { readonly type: 'query_result'; readonly ref: string; readonly name: string; readonly result: Data }
  | { readonly type: 'zone_status'; readonly status: 'open' | 'paused' | 'finished' | 'deleted' }
  | { readonly type: 'error'; readonly code: string; readonly ref?: string; readonly retryAfterMs?: number }
  | { readonly type: 'superseded' }
  | { readonly type: 'bye'; readonly reconnectAfterMs: number }

export type Intent = { readonly type: string; readonly [key: string]: string | number }
