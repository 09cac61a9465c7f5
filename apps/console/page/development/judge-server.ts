import { ApiError } from '../api.ts'
import type { DevelopmentReport } from './development-report.ts'

/** How it stands with a server under development. */
export type ServerState =
  /** Not asked yet. */
  | { readonly phase: 'unknown' }
  | { readonly phase: 'there'; readonly startedAt: string }
  /** It does not answer, since then (ms, monotonic). */
  | { readonly phase: 'away'; readonly sinceMs: number }
  /** It tells nobody, or not us: it is not asked again. */
  | { readonly phase: 'silent' }

/** What came of asking for the report. */
export type Answer = { readonly report: DevelopmentReport } | { readonly error: unknown }

/** How it stands after an answer, and whether the server is another one than before: it may run other modules. */
export function judgeServer(
  before: ServerState,
  answer: Answer,
  nowMs: number,
): { readonly state: ServerState; readonly isAnew: boolean } {
  if ('report' in answer) {
    const { startedAt } = answer.report
    const isAnew = before.phase === 'away' || (before.phase === 'there' && before.startedAt !== startedAt)
    return { state: { phase: 'there', startedAt }, isAnew }
  }
  return { state: afterError(before, answer.error, nowMs), isAnew: false }
}

function afterError(before: ServerState, error: unknown, nowMs: number): ServerState {
  if (!(error instanceof ApiError)) return before
  const { status } = error
  if (status === 404 || status === 403) return { phase: 'silent' }
  // One that stops says so with 503; any other refusal comes from a server that is there.
  if (status !== 0 && status < 500) return before
  return before.phase === 'away' ? before : { phase: 'away', sinceMs: nowMs }
}
