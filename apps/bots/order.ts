import type { Situation } from './situation.ts'
import type { Intent } from './wire.ts'

/** What a captain decides to do next. */
export type Order =
  | { readonly kind: 'ask'; readonly intent: Intent }
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

export function ask(type: string, payload: Readonly<Record<string, string | number>> = {}): Order {
  return { kind: 'ask', intent: { ...payload, type } }
}

export function go(to: number): Order {
  return { kind: 'go', to }
}
