import type { Places } from '../region.ts'

/** When something is due even if nobody is here: the first deadline of a round, or the first container that expires. */
export function wakeTime({ entities }: Places): number | null {
  const deadlines = entities.ofKind('encounter').map(({ data }) => data.deadline)
  const expiries = entities.ofKind('salvage').map(({ data }) => data.expiresAt)
  return [...deadlines, ...expiries].reduce<number | null>(
    (first, at) => (first === null || at < first ? at : first),
    null,
  )
}
