import type { Intent, PlayerId } from 'gridtick'
import type { Actor } from '../ports/zone-requests.ts'

/** What reaches a zone from outside. It is queued, and part of what a step settles. */
export type Input = MembershipInput | IntentInput

export type MembershipInput =
  | JoinOrLeave
  | { readonly kind: 'presence'; readonly playerId: PlayerId; readonly change: 'connected' | 'disconnected' }

export type JoinOrLeave =
  | { readonly kind: 'join'; readonly player: Actor }
  | {
      readonly kind: 'leave'
      readonly playerId: PlayerId
      /** Who asked, to be told. */
      readonly connectionId?: string
      readonly ref?: string
      /** The membership ended already, while the zone did not step; only the module is still to be told. */
      readonly departed?: { readonly displayName: string }
    }

export type IntentInput = {
  readonly kind: 'intent'
  readonly intent: Intent
  readonly displayName: string
  readonly seq?: number
  /** Sent by an operator: it needs no membership. */
  readonly isDebug: boolean
  readonly connectionId: string | null
  /** Those to be told what became of it; bounded by `duplicateWaitersMax`. */
  readonly waiters: IntentWaiter[]
  /** An operator threw it away: the next step refuses it without running it. */
  isDiscarded: boolean
}

/** Who waits for the result of an intent. */
export type IntentWaiter =
  | { readonly kind: 'connection'; readonly connectionId: string; readonly ref?: string; readonly isDuplicate: boolean }
  | { readonly kind: 'player'; readonly playerId: PlayerId }
  | { readonly kind: 'operation'; readonly operation: string; readonly isDuplicate: boolean }

export function playerOf(input: Input): PlayerId {
  switch (input.kind) {
    case 'join':
      return input.player.playerId
    case 'intent':
      return input.intent.playerId
    default:
      return input.playerId
  }
}
