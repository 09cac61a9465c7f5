import type { Rollback } from '../ports/storage/stored-turn.ts'

/** Which opening of the turn of this number comes next: the first, and one more for each time that it was taken back. */
export function runOf(number: number, rollbacks: readonly Rollback[]): number {
  return 1 + rollbacks.filter(({ to, from }) => to <= number && number <= from).length
}
