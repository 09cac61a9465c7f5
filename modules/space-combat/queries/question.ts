import type { EntityTable } from 'gridtick'
import type { RegionConfig } from '../config.ts'
import type { Thing } from '../kinds.ts'

/** What a query is given: the region as it was stored last, who asks, and what for. */
export type Question<Input> = {
  readonly base: {
    readonly zone: { readonly config: RegionConfig }
    /** ms since the epoch. */
    readonly now: number
    readonly entities: EntityTable<Thing>
  }
  readonly playerId: string
  readonly input: Input
}
