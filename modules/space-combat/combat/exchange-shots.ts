import { hitChance, mitigationOf } from './hit-chance.ts'
import type { CompareIds, Draw, EffectiveAction, RoundCombatant, RoundRules } from './round-types.ts'

/** Counts by party. Each shot costs exactly one fighter, on one side or the other. */
export type Exchange = {
  /** Those who are left. */
  readonly fighters: ReadonlyMap<string, number>
  readonly hits: ReadonlyMap<string, number>
  readonly offensiveLosses: ReadonlyMap<string, number>
  readonly defensiveLosses: ReadonlyMap<string, number>
}

type Battle = {
  readonly participants: readonly RoundCombatant[]
  readonly actions: ReadonlyMap<string, EffectiveAction>
  readonly fledIds: ReadonlySet<string>
  readonly rules: RoundRules
  readonly compareTies: CompareIds
}

/**
 * Fires until nobody can: one shot of each attacker a pass, the weaker first, one draw a shot. Losses count at once, so that
 * attackers can be shot out of what they committed.
 */
export function exchangeShots({ draw, ...battle }: Battle & { readonly draw: Draw }): Exchange {
  const { participants } = battle
  const fighters = new Map(participants.map((party) => [party.id, party.fighters]))
  const hits = countsOf(participants)
  const offensiveLosses = countsOf(participants)
  const defensiveLosses = countsOf(participants)
  const attackers = attackersOf(battle)

  const fire = ({ id, targetId, chance }: Attacker) => {
    if (draw({ kind: 'shot', attackerId: id, targetId, chance }) < chance) {
      add(hits, id, 1)
      add(defensiveLosses, targetId, 1)
      add(fighters, targetId, -1)
    } else {
      add(offensiveLosses, id, 1)
      add(fighters, id, -1)
    }
  }

  let hasFired: boolean
  do {
    hasFired = false
    for (const attacker of attackers) {
      if (attacker.commitLeft === 0 || fighters.get(attacker.id) === 0 || fighters.get(attacker.targetId) === 0)
        continue
      attacker.commitLeft -= 1
      fire(attacker)
      hasFired = true
    }
  } while (hasFired)
  return { fighters, hits, offensiveLosses, defensiveLosses }
}

type Attacker = { readonly id: string; readonly targetId: string; readonly chance: number; commitLeft: number }

/** Who shoots at somebody who is still there, in firing order. Mitigation, and with it the chance, stands for the whole round. */
function attackersOf({ participants, actions, fledIds, rules, compareTies }: Battle): Attacker[] {
  const mitigations = new Map(
    participants.map(({ id, shields }) => [
      id,
      mitigationOf({ shields, action: actions.get(id)?.action ?? 'brace' }, rules),
    ]),
  )
  const mitigation = (id: string) => mitigations.get(id) ?? 0
  return [...participants].sort(firingOrder(compareTies)).flatMap(({ id }) => {
    const action = actions.get(id)
    if (action?.action !== 'attack' || action.targetId === null) return []
    const { targetId, commit: commitLeft } = action
    if (fledIds.has(targetId)) return []
    const sides = { attackerMitigation: mitigation(id), targetMitigation: mitigation(targetId) }
    return [{ id, targetId, chance: hitChance(sides, rules), commitLeft }]
  })
}

/** The weaker first; of equals the faster; of those again, whom `compareTies` says. */
function firingOrder(compareTies: CompareIds) {
  return (one: RoundCombatant, other: RoundCombatant) =>
    one.fighters - other.fighters || one.turnsPerWarp - other.turnsPerWarp || compareTies(one.id, other.id)
}

function countsOf(participants: readonly RoundCombatant[]): Map<string, number> {
  return new Map(participants.map(({ id }) => [id, 0]))
}

function add(counts: Map<string, number>, id: string, count: number): void {
  counts.set(id, (counts.get(id) ?? 0) + count)
}
