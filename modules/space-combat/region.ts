import type { DraftOf, EntityTable } from 'gridtick'
import type { Balance } from './balance.ts'
import type { game } from './game.ts'
import type { Thing } from './kinds.ts'

/** A region during one tick, as it is by now. Everything that changes it goes through here. */
export type Region = DraftOf<typeof game> & {
  readonly balance: Balance
  readonly startSector: number
}

/** What can be looked at, in a tick and in a query alike. */
export type Places = { readonly entities: EntityTable<Thing> }
