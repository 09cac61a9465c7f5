import type { Entity } from '../contract/entity.ts'
import { stableHash } from '../kernel/stable-hash.ts'
import type { ZoneState } from './zone.ts'

const hashes = new WeakMap<Entity, bigint>()

/** The hash of one entity, made once for each object. */
function entityHash(entity: Entity): bigint {
  let hash = hashes.get(entity)
  if (hash === undefined) {
    hash = stableHash(entity)
    hashes.set(entity, hash)
  }
  return hash
}

/**
 * A hash of all that a module decides about a zone: entities, state, extras, wake time and members. The hashes of the
 * entities are added up, so that the order in which they came does not matter, and a change costs what changed.
 */
export function stateHash({ entities, state, extras, wakeAt, players }: Readonly<ZoneState>): string {
  let sum = stableHash({ state, extras, wakeAt, players })
  for (const entity of entities.all()) sum += entityHash(entity)
  return BigInt.asUintN(64, sum).toString(16).padStart(16, '0')
}
