import type { Draw, EffectiveAction, RoundCombatant, RoundRules } from './round-types.ts'

export type Flights = {
  /** Who is out of the round: they neither shoot nor are shot at. */
  readonly fledIds: ReadonlySet<string>
  /** The first one who had to be lucky: others leave when nobody is left to hold them. */
  readonly firstByDrawId: string | null
}

type Request = {
  /** Ascending by id. */
  readonly participants: readonly RoundCombatant[]
  readonly actions: ReadonlyMap<string, EffectiveAction>
  readonly draw: Draw
  readonly rules: RoundRules
}

/** Tries the flights, in order: who got away no longer holds back those who come later. One draw each, unless nobody is left. */
export function attemptFlights({ participants, actions, draw, rules }: Request): Flights {
  const fledIds = new Set<string>()
  let firstByDrawId: string | null = null
  for (const fleer of participants) {
    if (actions.get(fleer.id)?.action !== 'flee') continue
    const opponent = strongest(participants.filter(({ id }) => id !== fleer.id && !fledIds.has(id)))
    if (opponent === undefined) {
      fledIds.add(fleer.id)
      continue
    }
    const chance = fleeChance({ fleerTurns: fleer.turnsPerWarp, opponentTurns: opponent.turnsPerWarp }, rules)
    if (draw({ kind: 'flee', actorId: fleer.id, opponentId: opponent.id, chance }) >= chance) continue
    fledIds.add(fleer.id)
    firstByDrawId ??= fleer.id
  }
  return { fledIds, firstByDrawId }
}

/** The chance to get away. More turns per warp, so a slower ship, is better: garrisons (0) are the easiest to flee from. */
export function fleeChance(
  { fleerTurns, opponentTurns }: { fleerTurns: number; opponentTurns: number },
  rules: RoundRules,
): number {
  const chance = rules.fleeBase + rules.fleePerTurn * (fleerTurns - opponentTurns)
  return Math.max(rules.fleeMin, Math.min(rules.fleeMax, chance))
}

/** The most fighters; of equals the first. Sides do not count, nor whether there are any fighters. */
function strongest(parties: readonly RoundCombatant[]): RoundCombatant | undefined {
  return parties.reduce<RoundCombatant | undefined>(
    (best, party) => (best === undefined || party.fighters > best.fighters ? party : best),
    undefined,
  )
}
