import type { Balance } from '../balance.ts'
import type { RoundReport } from '../kinds.ts'

/** The log with one more round, and only the newest that fit. The last one is always kept. */
export function withRound(
  log: readonly RoundReport[],
  report: RoundReport,
  { roundsMax, loggedActionsMax }: Balance['records'],
): readonly RoundReport[] {
  const kept: RoundReport[] = [report]
  let actions = report.entries.length
  for (const older of log.toReversed()) {
    actions += older.entries.length
    if (kept.length >= roundsMax || actions > loggedActionsMax) break
    kept.unshift(older)
  }
  return kept
}
