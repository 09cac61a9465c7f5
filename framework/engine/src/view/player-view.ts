import type { Entity, EntityId, JsonObject, PlayerState } from 'gridtick'
import type { EntityColumns } from '../entities/entity-columns.ts'

/** What of one player's view was checked. */
type Seen = {
  /** In the module's order, each entity once. */
  readonly list: readonly Entity[]
  /** Where each stands in the columns of its zone. */
  readonly slots: readonly number[]
  /** Undefined: it shows nothing. */
  readonly columns: EntityColumns | undefined
  /** The version of the table at which the list is what that held; undefined: some are redacted. */
  readonly version: number | undefined
  readonly extras: JsonObject | undefined
}

/** What one player sees of one committed tick. */
export class PlayerView implements Seen {
  readonly list: Seen['list']
  readonly slots: Seen['slots']
  readonly columns: Seen['columns']
  readonly version: Seen['version']
  readonly extras: Seen['extras']
  #entities: ReadonlyMap<EntityId, Entity> | undefined

  constructor({ list, slots, columns, version, extras }: Seen) {
    this.list = list
    this.slots = slots
    this.columns = columns
    this.version = version
    this.extras = extras
  }

  has(entityId: EntityId): boolean {
    return this.entities.has(entityId)
  }

  /** By id. Made when it is first asked for: a frame that says what changed does without. */
  get entities(): ReadonlyMap<EntityId, Entity> {
    this.#entities ??= new Map(this.list.map((entity) => [entity.id, entity]))
    return this.#entities
  }
}

export const emptyView = new PlayerView({
  list: [],
  slots: [],
  columns: undefined,
  version: undefined,
  extras: undefined,
})

/** The same as the contract's PlayerState, for queries. */
export function toPlayerState({ list, extras }: PlayerView): PlayerState {
  const entities = [...list]
  return extras === undefined ? { entities } : { entities, extras }
}
