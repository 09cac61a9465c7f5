import type { ActionName, RoundRules } from './round-types.ts'

/** What the hits of a round take off a party's shields. Not bounded by the shields there are: a garrison has none at all. */
export function shieldLossOf(party: { defensiveLosses: number; action: ActionName }, rules: RoundRules): number {
  const plain = Math.ceil(rules.shieldLossPerLoss * party.defensiveLosses)
  return party.action === 'brace' ? Math.ceil(rules.braceShieldLossFactor * plain) : plain
}
