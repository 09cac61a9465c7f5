import { ask, type Order } from './order.ts'
import type { Fight, Party, Situation } from './situation.ts'

/** Acts in this round of the own fight. Who has the round may find that it is over: the server refuses that. */
export function act(
  { combatId, round }: Fight,
  action: 'attack' | 'brace' | 'flee' | 'pay',
  details: { readonly targetId?: string; readonly commit?: number; readonly toSector?: number } = {},
): Order {
  return ask('combat_action', { combatId, round, action, ...details })
}

/** Flees to any neighbouring sector; braces where there is none, or nothing to get there with. */
export function fleeOrBrace(fight: Fight, { ship, warps, random }: Situation): Order {
  if (warps.length === 0 || ship.warpPower < 10) return act(fight, 'brace')
  return act(fight, 'flee', { toSector: random.pick(warps) })
}

/** Whether a garrison here asks for a toll that the captain can and would pay. */
export function asksToll({ garrisonHere, ship }: Situation, tollMax: number): boolean {
  if (garrisonHere === undefined || garrisonHere.isOwn || garrisonHere.mode !== 'toll') return false
  return garrisonHere.tollAmount <= Math.min(tollMax, ship.credits)
}

/** Who has the fewest fighters is gone first. */
export function weakest({ enemies }: Fight): Party | undefined {
  return [...enemies].sort((one, other) => one.fighters - other.fighters)[0]
}
