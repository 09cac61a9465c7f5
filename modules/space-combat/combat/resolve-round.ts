import { compareIds } from './compare-ids.ts'
import { effectiveActions } from './effective-actions.ts'
import { exchangeShots } from './exchange-shots.ts'
import { attemptFlights } from './flee-attempts.ts'
import { roundResult } from './round-result.ts'
import type { CompareIds, Draw, RoundAction, RoundCombatant, RoundOutcome, RoundRules } from './round-types.ts'
import { shieldLossOf } from './shield-loss.ts'

type RoundRequest = {
  /** In any order; no id twice. */
  readonly participants: readonly RoundCombatant[]
  readonly actions: ReadonlyMap<string, RoundAction>
  readonly draw: Draw
  readonly rules: RoundRules
  /** Who of equals fires first: the lowest id unless told otherwise. */
  readonly compareTies?: CompareIds
}

/**
 * One round of a fight. The outcome depends on participants, actions and draws alone, not on the order in which they are given.
 * Draws are taken for each flight that can fail, ascending by id, then for each shot, and for nothing else.
 */
export function resolveRound(request: RoundRequest): RoundOutcome {
  const { participants: given, actions: submitted, draw, rules, compareTies = compareIds } = request
  const participants = [...given].sort((one, other) => compareIds(one.id, other.id))
  const actions = effectiveActions({ participants, actions: submitted })
  const flights = attemptFlights({ participants, actions, draw, rules })
  const { fledIds } = flights
  const exchange = exchangeShots({ participants, actions, fledIds, draw, rules, compareTies })
  const { fighters, hits, offensiveLosses, defensiveLosses } = exchange
  const shieldLoss = new Map(
    [...actions].map(([id, { action }]) => [
      id,
      shieldLossOf({ defensiveLosses: defensiveLosses.get(id) ?? 0, action }, rules),
    ]),
  )
  const shields = participants.map(({ id, shields: before }) => [id, Math.max(0, before - (shieldLoss.get(id) ?? 0))])
  return {
    hits: Object.fromEntries(hits),
    offensiveLosses: Object.fromEntries(offensiveLosses),
    defensiveLosses: Object.fromEntries(defensiveLosses),
    shieldLoss: Object.fromEntries(shieldLoss),
    fightersRemaining: Object.fromEntries(fighters),
    shieldsRemaining: Object.fromEntries(shields),
    fleeResults: Object.fromEntries(participants.map(({ id }) => [id, fledIds.has(id)])),
    result: roundResult({ actions, flights, fighters }),
    effectiveActions: Object.fromEntries(actions),
  }
}
