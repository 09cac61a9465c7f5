import { keepSnapshotsMax } from 'gridtick/internal'
import type { Rollback } from '../ports/storage/stored-turn.ts'

/** Rollbacks without those of turns that are so long over that none leads back to them. */
export function withinReach(rollbacks: readonly Rollback[], number: number): readonly Rollback[] {
  const kept = rollbacks.filter(({ from }) => from >= number - keepSnapshotsMax)
  return kept.length === rollbacks.length ? rollbacks : kept
}

/** Which opening of the turn of this number comes next: the first, and one more for each time that it was taken back. */
export function runOf(number: number, rollbacks: readonly Rollback[]): number {
  return 1 + rollbacks.filter(({ to, from }) => to <= number && number <= from).length
}
