import type { JsonObject } from 'gridtick/json'
import type { GridtickError } from '../gridtick-error.ts'
import type { IntentResult } from '../joined-zone.ts'

/**
 * Where an intent is on its way. `held`: it has its number and is not on this connection (yet, or since the server turned
 * it away until later). `queued`: behind the rate. `sent`, `received`: as its names say.
 */
type Stage = 'held' | 'queued' | 'sent' | 'received'

export type InFlight = {
  readonly ref: string
  readonly type: string
  readonly payload: JsonObject
  readonly resolve: (result: IntentResult) => void
  readonly reject: (error: GridtickError) => void
  seq: number
  stage: Stage
  /** It went out once and nothing came back: the server may have it. */
  isUnsure: boolean
  renumberings: number
  /** Of the copy that was sent last: if it waits behind the rate, it does not go out. */
  takeBack: () => void
}

/** The server has not said whether it has it. */
export function isUnconfirmed({ stage }: InFlight): boolean {
  return stage === 'queued' || stage === 'sent'
}

/**
 * Whether one more may be on its way, which gets the number `next`. As many as the server keeps of a player, unconfirmed
 * ones no more than half of what it takes at once (messages that a slow network bunches up), and none so far ahead of the
 * oldest that the result of that might be forgotten.
 */
export function mayStart(
  intents: readonly InFlight[],
  next: number,
  limits: Readonly<Record<string, number>>,
): boolean {
  const { intentsPerPlayerMax = 64, settledSeqsMax = 64, messagesBurst = 40 } = limits
  const oldest = Math.min(next, ...intents.map(({ seq }) => seq))
  return (
    intents.length < intentsPerPlayerMax &&
    next - oldest < settledSeqsMax &&
    intents.filter(isUnconfirmed).length < Math.max(1, Math.floor(messagesBurst / 2))
  )
}
