import type { BotIntent, PayloadFor } from '@gridtick/client'
import type { spaceCombat } from '../space-combat.ts'
import type { Situation } from './situation.ts'

export type CaptainIntent = BotIntent<typeof spaceCombat>

/** What a captain decides to do next. */
export type Order =
  | { readonly kind: 'ask'; readonly intent: CaptainIntent }
  /** The next step on the way to a sector. */
  | { readonly kind: 'go'; readonly to: number }
  /** To where it has been least. */
  | { readonly kind: 'stroll' }
  | { readonly kind: 'wait' }
  /** There is nothing left to do with this ship: somebody new takes its place. */
  | { readonly kind: 'retire' }

/** A way to play. It sees what a player sees, and keeps nothing but the captain's notes. */
export type Strategy = (situation: Situation) => Order

export const wait: Order = { kind: 'wait' }
export const stroll: Order = { kind: 'stroll' }
export const retire: Order = { kind: 'retire' }

export function ask<Type extends CaptainIntent['type']>(
  type: Type,
  payload: PayloadFor<typeof spaceCombat, Type>,
): Order {
  return { kind: 'ask', intent: { type, payload } as CaptainIntent }
}

export function go(to: number): Order {
  return { kind: 'go', to }
}
