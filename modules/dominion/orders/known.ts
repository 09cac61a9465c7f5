import type { Refused } from 'gridtick'
import type { Balance } from '../balance.ts'
import type { RefusalCode } from '../refusals.ts'
import type { Orders } from './orders-schema.ts'
import type { PlayerView, Sorted } from './own-view.ts'

export type Flaw = Refused<RefusalCode> | undefined

/** What is known when orders are checked: the view alone. */
export type Known = Sorted & {
  readonly view: PlayerView
  readonly orders: Orders
  readonly balance: Balance
  readonly playerId: string
}
