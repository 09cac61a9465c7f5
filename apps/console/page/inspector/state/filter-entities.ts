import { assertNever } from '../../assert-never.ts'
import type { Sight, SightedEntity } from './compare-state.ts'

/** Empty strings take everything. `owner` is a player, or `nobody`. */
export type EntityFilter = {
  readonly kind: string
  readonly owner: string
  readonly sight: Sight | ''
  /** Found in the id or in the data, however it is written. */
  readonly text: string
}

export const everyEntity: EntityFilter = { kind: '', owner: '', sight: '', text: '' }
/** No player is called so: their ids are longer. */
export const nobody = 'nobody'

export type EntityColumn = 'id' | 'kind' | 'place' | 'owner' | 'sight'
export type EntityOrder = { readonly by: EntityColumn; readonly isDescending: boolean }

/** The entities that fit, in the wanted order; those alike by id, so that the order does not jump. */
export function filterEntities(
  entities: readonly SightedEntity[],
  { kind, owner, sight, text }: EntityFilter,
  { by, isDescending }: EntityOrder,
): readonly SightedEntity[] {
  const wanted = text.trim().toLowerCase()
  const direction = isDescending ? -1 : 1
  return entities
    .filter((one) => kind === '' || one.entity.kind === kind)
    .filter((one) => owner === '' || (one.entity.ownerId ?? nobody) === owner)
    .filter((one) => sight === '' || one.sight === sight)
    .filter((one) => wanted === '' || textOf(one).includes(wanted))
    .sort((one, other) => direction * compareBy(by, one, other) || compareText(one.entity.id, other.entity.id))
}

/** The kinds there are, with how many of each, by name. */
export function countKinds(entities: readonly SightedEntity[]): readonly (readonly [kind: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const { entity } of entities) counts.set(entity.kind, (counts.get(entity.kind) ?? 0) + 1)
  return [...counts].sort(([one], [other]) => compareText(one, other))
}

const sights: readonly Sight[] = ['hidden', 'redacted', 'seen']

function compareBy(column: EntityColumn, { entity: one, sight }: SightedEntity, other: SightedEntity): number {
  switch (column) {
    case 'id':
      return compareText(one.id, other.entity.id)
    case 'kind':
      return compareText(one.kind, other.entity.kind)
    case 'place':
      return one.y - other.entity.y || one.x - other.entity.x
    case 'owner':
      return compareText(one.ownerId ?? '', other.entity.ownerId ?? '')
    case 'sight':
      return sights.indexOf(sight) - sights.indexOf(other.sight)
    default:
      return assertNever(column)
  }
}

function textOf({ entity }: SightedEntity): string {
  return `${entity.id} ${JSON.stringify(entity.data)}`.toLowerCase()
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
