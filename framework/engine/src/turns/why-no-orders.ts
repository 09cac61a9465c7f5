import type { Refused } from '@gridtick/protocol/codes'
import type { ZoneTurn } from '../ports/storage/stored-turn.ts'
import type { TurnMember } from './turn-situation.ts'

/** For which turn orders are meant. Without a run, for the one that is open. */
export type OrdersTarget = { readonly turn: number; readonly run?: number | undefined }

/**
 * Why orders are refused before they are read; undefined: they may be read. What was handed in before stays in force
 * (TURN-8).
 */
export function whyNoOrders(
  { number, run, stage }: ZoneTurn,
  member: TurnMember | undefined,
  target: OrdersTarget,
): Refused | undefined {
  if (member === undefined) return { code: 'not_a_member', message: 'Only members of the zone hand in orders.' }
  const { turn, run: namedRun = run } = target
  if (turn < number) return { code: 'turn_over', message: `Turn ${turn} is over; now it is turn ${number}.` }
  if (turn > number) return { code: 'turn_not_open', message: `Turn ${turn} is not open; now it is turn ${number}.` }
  if (namedRun < run)
    return { code: 'turn_over', message: `Turn ${turn} was rolled back, and is opened for the ${run}. time.` }
  if (namedRun > run || stage.phase !== 'open')
    return { code: 'turn_not_open', message: `Turn ${turn} is not open yet.` }
  if (!member.mustOrder) return { code: 'no_orders_expected', message: 'No orders are expected of you in this turn.' }
  return undefined
}
