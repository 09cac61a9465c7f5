import type { Entity, EntityId, EntityTable, GameModule } from 'gridtick'
import { isObject, isSameJson, toFrozenJson } from 'gridtick/internal'
import { columnsOf, type EntityColumns } from '../entities/entity-columns.ts'
import { type EntityStamp, newVersion, stampOf } from '../entities/entity-stamp.ts'

type RunRedaction = (work: () => Entity) => Entity

/**
 * The redacted entities of one zone. The same entity and label give the same object for every viewer, and an entity
 * that changed only where the redaction hides it gives the object of before: so nobody can tell that it changed.
 *
 * Holds at most one object for each entity and label; what is forgotten with a deleted entity.
 */
export class RedactionCache {
  readonly #module: GameModule
  readonly #columns: EntityColumns | undefined
  readonly #byEntity = new Map<EntityId, Map<string, Entity>>()

  constructor(module: GameModule, table: EntityTable) {
    this.#module = module
    this.#columns = columnsOf(table)
  }

  /** What {@link redact} gave for this very version last; undefined: ask that. */
  known(entity: Entity, label: string): Entity | undefined {
    const stamp = stampOf(entity)
    if (stamp?.redacted?.label !== label || !this.#isCurrent(entity, stamp)) return undefined
    return stamp.redacted.result
  }

  /**
   * Throws where the module asks for what it may not have: it fails the view, which shows nothing then. `run` calls the
   * module's redaction, if it has to be.
   */
  redact(entity: Entity, label: string, run: RunRedaction = (work) => work()): Entity {
    const stamp = stampOf(entity)
    if (stamp === undefined || !this.#isCurrent(entity, stamp))
      throw new TypeError(`redact() takes an entity of base.entities; this ${entity.kind} is none of them`)
    const result = this.#resultOf(entity, { stamp, label, run })
    stamp.redacted = { label, result }
    return result
  }

  #isCurrent(entity: Entity, { table, slot }: EntityStamp): boolean {
    return table === this.#columns && this.#columns?.now[slot] === entity
  }

  #resultOf(
    entity: Entity,
    { stamp, label, run }: { readonly stamp: EntityStamp; readonly label: string; readonly run: RunRedaction },
  ): Entity {
    let byLabel = this.#byEntity.get(entity.id)
    const known = byLabel?.get(label)
    const knownStamp = stampOf(known)
    if (known !== undefined && knownStamp?.source === entity) return known
    const made = this.#make(entity, label, run)
    if (known !== undefined && knownStamp !== undefined && isSameJson(known, made)) {
      knownStamp.source = entity
      return known
    }
    const { table, slot } = stamp
    const result = newVersion(made, { table, slot, source: entity })
    if (byLabel === undefined) {
      byLabel = new Map()
      this.#byEntity.set(entity.id, byLabel)
    }
    byLabel.set(label, result)
    return result
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
