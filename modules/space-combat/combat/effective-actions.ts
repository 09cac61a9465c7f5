import type { EffectiveAction, RoundAction, RoundCombatant } from './round-types.ts'

type Request = {
  readonly participants: readonly RoundCombatant[]
  readonly actions: ReadonlyMap<string, RoundAction>
}

/** What each party really does: who submitted nothing, or an attack that cannot be, braces. */
export function effectiveActions({ participants, actions }: Request): ReadonlyMap<string, EffectiveAction> {
  const ids = new Set(participants.map(({ id }) => id))
  return new Map(participants.map((party) => [party.id, effectiveAction(party, actions.get(party.id), ids)]))
}

const brace: EffectiveAction = { action: 'brace', commit: 0, targetId: null, toSector: null, timedOut: false }

function effectiveAction(
  { id, fighters }: RoundCombatant,
  submitted: RoundAction | undefined,
  ids: ReadonlySet<string>,
): EffectiveAction {
  if (submitted === undefined) return { ...brace, timedOut: true }
  const { action, targetId = null, toSector = null } = submitted
  switch (action) {
    case 'brace':
      return brace
    case 'flee':
      return { ...brace, action, toSector }
    case 'pay':
      // The target stays: whether the payment succeeded, and to whom, is not known here.
      return { ...brace, action, targetId }
    case 'attack': {
      const commit = Math.min(submitted.commit ?? 0, fighters)
      const hasTarget = targetId !== null && targetId !== id && ids.has(targetId)
      return commit > 0 && hasTarget ? { ...brace, action, commit, targetId } : brace
    }
  }
}
