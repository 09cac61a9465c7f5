import type { EntityDraft, EntityTable, GameEvent, ModuleLog, Random, Refusal } from 'gridtick'
import type { z } from 'zod'
import type { Balance } from './balance.ts'
import type { kinds, stateSchema, Thing } from './kinds.ts'

/** A region during one tick: what is there by now, and what is to be told. Everything that changes it goes through here. */
export type Region = {
  /** ms since the epoch. */
  readonly now: number
  readonly balance: Balance
  readonly startSector: number
  readonly entities: EntityDraft<typeof kinds>
  /** Zone-wide counters, as they are by now. */
  readonly state: z.output<typeof stateSchema>
  readonly random: Random
  readonly newId: (kind: string) => string
  /** For the operator: lines in the server's log. */
  readonly log: ModuleLog
  /** In the order in which they are told. */
  readonly events: GameEvent[]
}

/** What can be looked at, in a tick and in a query alike. */
export type Places = { readonly entities: EntityTable<Thing> }

/** What an intent does. Refused: nothing has changed. */
export type Handler<Payload> = (region: Region, playerId: string, payload: Payload) => Refusal | undefined
