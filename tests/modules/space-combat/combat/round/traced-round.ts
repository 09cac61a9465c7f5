import { balance } from '../../../../../modules/space-combat/balance.ts'
import { resolveRound } from '../../../../../modules/space-combat/combat/resolve-round.ts'
import type {
  Roll,
  RoundAction,
  RoundCombatant,
  RoundOutcome,
} from '../../../../../modules/space-combat/combat/round-types.ts'

const rules = balance.combat

export type Round = {
  readonly participants: readonly RoundCombatant[]
  readonly actions: readonly [string, RoundAction][]
}

/** The outcome, and what each draw was for. */
export function resolve(
  { participants, actions }: Round,
  draw: () => number,
): { outcome: RoundOutcome; rolls: readonly Roll[] } {
  const rolls: Roll[] = []
  const traced = (roll: Roll) => {
    rolls.push(roll)
    return draw()
  }
  const outcome = resolveRound({ participants, actions: new Map(actions), draw: traced, rules })
  return { outcome, rolls }
}

export const party = (id: string, fighters: number, shields = 0, turnsPerWarp = 3): RoundCombatant => ({
  ...{ id, fighters, shields, turnsPerWarp },
})

export const attack = (targetId: string, commit: number): RoundAction => ({ action: 'attack', targetId, commit })
export const flee: RoundAction = { action: 'flee', toSector: 7 }
export const brace: RoundAction = { action: 'brace' }
export const pay: RoundAction = { action: 'pay' }
