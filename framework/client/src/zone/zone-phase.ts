import type { ServerMessage } from '@gridtick/protocol/messages'
import type { EndReason, IntentResult } from '../joined-zone.ts'
import type { Asking } from './asking.ts'

/** Messages that name a zone. */
export type ZoneMessage = Extract<ServerMessage, { zoneId: string }>

/** How it stands between a client and a zone. */
export type ZonePhase =
  /** Without a connection. */
  | { readonly name: 'apart' }
  /** Subscribe is on its way, or was turned away for a moment. */
  | { readonly name: 'asking'; readonly asking: Asking }
  /** Subscribed; frames come from now on, the first with the whole view. */
  | { readonly name: 'subscribed' }
  | { readonly name: 'ended'; readonly reason: EndReason; readonly message: string }

/** What an intent gets that has not gone out, and whose zone has ended for this player. */
export function refusalAfter(end: {
  readonly reason: EndReason
  readonly message: string
}): Extract<IntentResult, { outcome: 'refused' }> {
  const code = end.reason === 'deleted' ? 'zone_deleted' : 'not_a_member'
  return { outcome: 'refused', code, message: end.message, retryable: false }
}
