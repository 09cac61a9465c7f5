import type { Entity } from 'gridtick'
import type { EntityColumns } from './entity-columns.ts'
import { createNotes } from './private-notes.ts'

/** Where a list of entities came from. */
export type ListOrigin = {
  readonly columns: EntityColumns
  /** Of its entities, in their order. */
  readonly slots: readonly number[]
  /** The version of the table of which it is. */
  version: number
  /** Some of its entities are redacted. */
  readonly isRedacted: boolean
}

const origins = createNotes<ListOrigin>()

/** Undefined: it is no list of a table, or was copied since. */
export const originOf: (list: unknown) => ListOrigin | undefined = origins.of

/** What stands in these slots, as a list that the engine knows again. */
export function listSlots(columns: EntityColumns, slots: readonly number[]): readonly Entity[] {
  const { now, version } = columns
  const list: Entity[] = []
  for (const slot of slots) list.push(now[slot] as Entity)
  return noteOrigin(list, { columns, slots, version, isRedacted: false })
}

export function noteOrigin(list: Entity[], origin: ListOrigin): readonly Entity[] {
  return Object.freeze(origins.put(list, origin))
}

/** Whether a list is what its table holds now, so that all of it may be shown without a look at each. */
export function isCurrent(origin: ListOrigin, columns: EntityColumns): boolean {
  return origin.columns === columns && origin.version === columns.version
}
