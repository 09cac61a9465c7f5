import type { Entity, EntityId, EntityTable, GameModule } from 'gridtick'
import { isObject, isSameJson, toFrozenJson } from 'gridtick/internal'

type Redacted = { source: Entity; result: Entity }

type RunRedaction = (work: () => Entity) => Entity

/**
 * The redacted entities of one zone. The same entity and label give the same object for every viewer, and an entity
 * that changed only where the redaction hides it gives the object of before: so nobody can tell that it changed.
 *
 * Holds at most one object for each entity and label; what is forgotten with a deleted entity.
 */
export class RedactionCache {
  readonly #module: GameModule
  readonly #table: EntityTable
  readonly #byEntity = new Map<EntityId, Map<string, Redacted>>()
  readonly #sources = new WeakMap<Entity, Redacted>()

  constructor(module: GameModule, table: EntityTable) {
    this.#module = module
    this.#table = table
  }

  /**
   * Throws where the module asks for what it may not have: it fails the view, which shows nothing then. `run` calls the
   * module's redaction, if it has to be.
   */
  redact(entity: Entity, label: string, run: RunRedaction = (work) => work()): Entity {
    if (this.#table.get(entity.id) !== entity)
      throw new TypeError(`redact() takes an entity of base.entities; this ${entity.kind} is none of them`)
    let byLabel = this.#byEntity.get(entity.id)
    const known = byLabel?.get(label)
    if (known?.source === entity) return known.result
    const result = this.#make(entity, label, run)
    if (known !== undefined && isSameJson(known.result, result)) {
      known.source = entity
      return known.result
    }
    const redacted = { source: entity, result }
    if (byLabel === undefined) {
      byLabel = new Map()
      this.#byEntity.set(entity.id, byLabel)
    }
    byLabel.set(label, redacted)
    this.#sources.set(result, redacted)
    return result
  }

  /** Whether this object was made by {@link redact} of the entity as it is now. */
  isCurrent(entity: Entity): boolean {
    const redacted = this.#sources.get(entity)
    return redacted !== undefined && this.#table.get(entity.id) === redacted.source
  }

  forget(entityId: EntityId): void {
    this.#byEntity.delete(entityId)
  }

  #make(entity: Entity, label: string, run: RunRedaction): Entity {
    const redaction = Object.hasOwn(this.#module.redactions, label) ? this.#module.redactions[label] : undefined
    if (redaction === undefined)
      throw new TypeError(`there is no redaction "${label}"; declare it in the module's \`redactions\``)
    const { id, kind, x, y, ownerId, data } = run(() => redaction(entity))
    if (id !== entity.id) throw new TypeError(`the redaction "${label}" changed the id; it must keep it`)
    if (typeof kind !== 'string' || !Number.isSafeInteger(x) || !Number.isSafeInteger(y) || !isObject(data))
      throw new TypeError(`the redaction "${label}" must leave an entity: kind, x and y as integers, data as an object`)
    return toFrozenJson({ id, kind, x, y, ownerId: ownerId ?? null, data }) as Entity
  }
}
