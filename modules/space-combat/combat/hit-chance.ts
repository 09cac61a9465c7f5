import type { ActionName, RoundRules } from './round-types.ts'

/** The share of its exposure that a party's shields take away, from its shields when the round begins. Only bracing adds to it. */
export function mitigationOf(party: { shields: number; action: ActionName }, rules: RoundRules): number {
  const plain = Math.min(rules.mitigationMax, rules.mitigationPerShield * party.shields)
  return party.action === 'brace' ? Math.min(rules.mitigationMax, rules.braceMitigationFactor * plain) : plain
}

/** The chance of one shot to hit. The order of the sums is part of the rule: another one rounds differently. */
export function hitChance(
  { attackerMitigation, targetMitigation }: { attackerMitigation: number; targetMitigation: number },
  rules: RoundRules,
): number {
  const chance =
    rules.hitBase - rules.hitTargetMitigation * targetMitigation + rules.hitAttackerMitigation * attackerMitigation
  return Math.max(rules.hitMin, Math.min(rules.hitMax, chance))
}
