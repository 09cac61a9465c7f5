import type { Entity, EntityTable, Position } from '../contract/entity.ts'
import { visibleCells } from './visible-cells.ts'

/**
 * All within `radius` cells (as a square) that can be seen from a place, where cells block sight. A blocking cell is
 * itself seen; what stands behind it is not. Symmetric: if one open cell sees another, the other sees it.
 */
export function lineOfSight<E extends Entity>(
  entities: EntityTable<E>,
  from: Position,
  radius: number,
  isBlocking: (x: number, y: number) => boolean,
): readonly E[] {
  const visible = visibleCells(from, radius, isBlocking)
  return entities.near(from.x, from.y, radius).filter(({ x, y }) => visible.has(x, y))
}
