import type { Flights } from './flee-attempts.ts'
import type { EffectiveAction } from './round-types.ts'

type Request = {
  readonly actions: ReadonlyMap<string, EffectiveAction>
  readonly flights: Flights
  /** Those who are left after the shots. */
  readonly fighters: ReadonlyMap<string, number>
}

/** How a round ends the combat; null if the next one follows. Sides are not known here, only who can still shoot. */
export function roundResult({ actions, flights: { fledIds, firstByDrawId }, fighters }: Request): string | null {
  // Also in vain, at somebody who fled. Nobody both flees and attacks, so whoever attacks is still there.
  const isShooting = [...actions.values()].some(({ action }) => action === 'attack')
  if (!isShooting) return firstByDrawId === null ? 'stalemate' : `${firstByDrawId}_fled`

  const stayed = [...fighters].filter(([id]) => !fledIds.has(id))
  const [deadId, ...moreDead] = stayed.filter(([, count]) => count === 0).map(([id]) => id)
  const livingCount = stayed.filter(([, count]) => count > 0).length
  if (livingCount > 1) return null
  if (livingCount === 0) {
    const hasSurvivor = [...fledIds].some((id) => (fighters.get(id) ?? 0) > 0)
    return hasSurvivor ? 'stalemate' : 'mutual_defeat'
  }
  if (deadId === undefined) return 'stalemate'
  return moreDead.length > 0 ? 'victory' : `${deadId}_defeated`
}
