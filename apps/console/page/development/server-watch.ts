import { callApi } from '../api.ts'
import { type Polling, startPolling } from '../start-polling.ts'
import type { DevelopmentReport } from './development-report.ts'
import { judgeServer, type ServerState } from './judge-server.ts'

/** What is told of a server under development. */
export type ServerNews =
  | { readonly kind: 'away' }
  /** `isAnew`: it was started anew, and may run other modules than before. */
  | { readonly kind: 'there'; readonly isAnew: boolean; readonly report: DevelopmentReport }

/** Asks a server under development how it is, again and again. Elsewhere it is never started and tells nothing. */
export type ServerWatch = {
  start(): void
  /** Whether modules are written on this server. */
  isDevelopment(): boolean
  /** For how long it has not answered, ms; undefined while it does. */
  awayMs(): number | undefined
  /** Something is about to change, as when a connection was lost: asks at once, and for a while more often. */
  hurry(): void
  /** Calls the listener from now on, after each answer. Returns how to stop that. */
  on(listener: (news: ServerNews) => void): () => void
}

const pauseMs = 2_000
/** While it is away, or expected to change. It serves whoever develops, and nobody else. */
const hurriedMs = 400
/** Hurrying longer helps nobody; whoever still has to says so again. */
const hurryMs = 20_000

export const serverWatch: ServerWatch = createServerWatch()

function createServerWatch(): ServerWatch {
  const listeners = new Set<(news: ServerNews) => void>()
  let state: ServerState = { phase: 'unknown' }
  let hurriedUntilMs = 0
  let report: DevelopmentReport | undefined
  let polling: Polling | undefined

  function judge(error: unknown): void {
    const answer = report === undefined || error !== undefined ? { error } : { report }
    const judged = judgeServer(state, answer, performance.now())
    state = judged.state
    if (judged.isAnew) hurriedUntilMs = 0
    if (state.phase === 'silent') polling?.stop()
    else if ('report' in answer) tell({ kind: 'there', isAnew: judged.isAnew, report: answer.report })
    else if (state.phase === 'away') tell({ kind: 'away' })
  }

  function tell(news: ServerNews): void {
    for (const listener of [...listeners]) listener(news)
  }

  const isHurried = () => state.phase === 'away' || performance.now() < hurriedUntilMs

  return {
    start() {
      polling ??= startPolling({
        pauseMs: () => (isHurried() ? hurriedMs : pauseMs),
        leastMs: hurriedMs,
        async work(signal) {
          report = await callApi<DevelopmentReport>('/v1/dev', { signal })
        },
        onDone: judge,
      })
    },
    isDevelopment: () => polling !== undefined && state.phase !== 'silent',
    awayMs: () => (state.phase === 'away' ? performance.now() - state.sinceMs : undefined),
    hurry() {
      if (polling === undefined) return
      if (!isHurried()) polling.refresh()
      hurriedUntilMs = performance.now() + hurryMs
    },
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
