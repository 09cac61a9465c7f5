import type { WireMode } from './wire-types.ts'

/** Everything a client may send. */
export type ClientMessage =
  | HelloMessage
  | SubscribeMessage
  /** Stop watching; the membership stays. */
  | { type: 'unsubscribe'; zoneId: string; ref?: string | undefined }
  /** End the membership. */
  | { type: 'leave'; zoneId: string; ref?: string | undefined }
  | IntentMessage
  | QueryMessage
  | { type: 'ping'; at?: number | undefined }

/** Who one is. Always the first frame. */
type HelloMessage = { type: 'hello'; token?: string | undefined; client?: string | undefined }

/** Watch a zone, and become a member of it where one is none. */
type SubscribeMessage = { type: 'subscribe'; zoneId: string; mode?: WireMode | undefined; ref?: string | undefined }

/**
 * Ask for something in the zone: `intent` is the type, `payload` what the module's schema of it takes, as in REST. Older
 * clients send both as one object, `{ type, …payload }`, whose payload can have no field `type`.
 */
export type IntentMessage = {
  type: 'intent'
  zoneId: string
  intent: string | { type: string; [key: string]: unknown }
  payload?: Record<string, unknown> | undefined
  seq?: number | undefined
  ref?: string | undefined
}

type QueryMessage = {
  type: 'query'
  zoneId: string
  name: string
  input?: Record<string, unknown> | undefined
  ref: string
}
