import type { EndReason, IntentResult } from '../joined-zone.ts'

export type LocalRefusal = Extract<IntentResult, { outcome: 'refused' }>

/** What an intent gets that has not gone out, and whose zone has ended for this player. */
export function refusalAfter(end: { readonly reason: EndReason; readonly message: string }): LocalRefusal {
  const code = end.reason === 'deleted' ? 'zone_deleted' : 'not_a_member'
  return { outcome: 'refused', code, message: end.message, retryable: false }
}
