import type { Entity } from 'gridtick'
import { isCurrent, noteOrigin, originOf } from '../entities/entity-list.ts'

type Redact = (entity: Entity, label: string) => Entity

/**
 * A list with some of its entities redacted. It stays a list of the table, of which nobody has to look at each entity
 * again, where it was one: whatever is in it the table or {@link Redact} gave.
 */
export function redactEach(redact: Redact) {
  return (entities: readonly Entity[], labelOf: (entity: Entity) => string | undefined): readonly Entity[] => {
    let isRedacted = false
    const shown: Entity[] = []
    for (const entity of entities) {
      const label = labelOf(entity)
      isRedacted ||= label !== undefined
      shown.push(label === undefined ? entity : redact(entity, label))
    }
    const origin = originOf(entities)
    if (origin === undefined || !isCurrent(origin, origin.columns)) return shown
    return noteOrigin(shown, { ...origin, isRedacted: isRedacted || origin.isRedacted })
  }
}
