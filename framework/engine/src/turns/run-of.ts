/** That the turns of these numbers, both included, were taken back. */
export type Rollback = { readonly to: number; readonly from: number }

/** Which opening of the turn of this number comes next: the first, and one more for each time that it was taken back. */
export function runOf(number: number, rollbacks: readonly Rollback[]): number {
  return 1 + rollbacks.filter(({ to, from }) => to <= number && number <= from).length
}
