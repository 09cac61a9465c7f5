import type { Entity } from 'gridtick'
import type { EntityPatch } from './entity-patch.ts'
import { createNotes } from './private-notes.ts'

/**
 * What the engine knows of one version of an entity, beside what that says. A copy of it, one that a module made, and one
 * of another zone have none or another: so whatever is shown by stamps alone is what the zone itself made.
 */
export type EntityStamp = {
  /** The columns in which it stands, or stood; undefined: it came into no table yet. */
  table: object | undefined
  /** Where in them. */
  slot: number
  /** Of a redacted one: the entity as it is by now, of which it was made. */
  source: Entity | undefined
  /** JSON of it, and how long that is; made when it is first asked for. */
  json: string | undefined
  size: number | undefined
  /** What led to it from the version that was asked for last. */
  patch: { readonly from: Entity; readonly patch: EntityPatch } | undefined
  /** What was made of it by the redaction that was asked for last. */
  redacted: { readonly label: string; readonly result: Entity } | undefined
  /** Schemas by which it was found to be as it is declared to be shown. */
  checkedBy: object | undefined
}

const stamps = createNotes<EntityStamp>()

/** Undefined: the engine did not make it. */
export const stampOf: (value: unknown) => EntityStamp | undefined = stamps.of

/** A version of an entity, frozen. Its data is frozen JSON already. */
export function newVersion(
  { id, kind, x, y, ownerId, data }: Entity,
  known: Partial<Pick<EntityStamp, 'table' | 'slot' | 'source' | 'size'>> = {},
): Entity {
  const entity = { id, kind, x, y, ownerId, data }
  stamps.put(entity, {
    table: known.table,
    slot: known.slot ?? -1,
    source: known.source,
    json: undefined,
    size: known.size,
    patch: undefined,
    redacted: undefined,
    checkedBy: undefined,
  })
  return Object.freeze(entity)
}
