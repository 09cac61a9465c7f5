import type { Entity } from 'gridtick'
import { isObject } from 'gridtick/internal'
import type { EntityColumns } from '../entities/entity-columns.ts'
import { isCurrent, type ListOrigin, originOf } from '../entities/entity-list.ts'
import { stampOf } from '../entities/entity-stamp.ts'
import { jsonSizeOf } from '../entities/json-of.ts'
import { BadViewError } from './bad-view-error.ts'
import type { PlayerView } from './player-view.ts'

type Listed = Pick<PlayerView, 'list' | 'slots' | 'version'> & {
  /** Characters of the JSON of its entities. */
  readonly size: number
}

/**
 * The entities that a module shows. A list of the table, returned as it was, passes as a whole, as the engine made it.
 * Of any other each entity is looked at. Throws a {@link BadViewError} for one that is neither in the table as it is now
 * nor made of what is.
 */
export function readList(entities: readonly unknown[], columns: EntityColumns | undefined): Listed {
  if (columns === undefined) throw new BadViewError('entities of a table that is none of this server')
  const origin = originOf(entities)
  if (origin === undefined || !isCurrent(origin, columns)) return readEach(entities, columns)
  return readWhole(entities as readonly Entity[], origin)
}

function readWhole(list: readonly Entity[], { columns, slots, version, isRedacted }: ListOrigin): Listed {
  let size = 0
  if (isRedacted) for (const entity of list) size += jsonSizeOf(entity)
  else for (const slot of slots) size += columns.sizes[slot] as number
  return { list, slots, version: isRedacted ? undefined : version, size }
}

function readEach(entities: readonly unknown[], columns: EntityColumns): Listed {
  const { now, places, version } = columns
  const list: Entity[] = []
  const slots: number[] = []
  const first = places.begin(entities.length)
  let size = 0
  let isRedacted = false
  for (const given of entities) {
    const { entity, slot, source } = standingOf(given, columns)
    const place = places.indexOf(slot, first)
    if (place >= 0) {
      if (list[place] === entity) continue
      throw new BadViewError(`${entity.id} twice, in two versions`)
    }
    if (now[slot] !== (source ?? entity)) throw notShown()
    isRedacted ||= source !== undefined
    places.put(slot, first + list.length)
    list.push(entity)
    slots.push(slot)
    size += jsonSizeOf(entity)
  }
  return { list, slots, version: isRedacted ? undefined : version, size }
}

function standingOf(given: unknown, columns: EntityColumns) {
  const stamp = stampOf(given)
  if (stamp === undefined || stamp.table !== columns || !isObject(given)) throw notShown()
  return { entity: given as unknown as Entity, slot: stamp.slot, source: stamp.source }
}

function notShown(): BadViewError {
  return new BadViewError(
    'an entity that is neither of base.entities nor made of it by redact(); show less of an entity by declaring a redaction',
  )
}
