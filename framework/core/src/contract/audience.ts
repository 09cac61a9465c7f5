import type { EntityId, PlayerId, Position } from './entity.ts'

/** Whom an event is for. It must be stated: an event without an audience fails the tick. */
export type Audience =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'players'; readonly playerIds: readonly PlayerId[] }
  | { readonly kind: 'visibleTo'; readonly entityId: EntityId }
  | { readonly kind: 'seeing'; readonly x: number; readonly y: number }

/** All who are subscribed to the zone. */
export function everyone(): Audience {
  return { kind: 'everyone' }
}

/** Just these players. */
export function players(playerIds: readonly PlayerId[]): Audience {
  return { kind: 'players', playerIds }
}

/** All in whose view the entity is, before or after this tick. */
export function visibleTo(entityId: EntityId): Audience {
  return { kind: 'visibleTo', entityId }
}

/** All in whose sight the cell is, before or after this tick, by the module's `seesCell`. */
export function seeing({ x, y }: Position): Audience {
  return { kind: 'seeing', x, y }
}
