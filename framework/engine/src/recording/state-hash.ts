import type { Entity, JsonObject, ZonePlayer } from 'gridtick'
import { stableHash } from '../kernel/stable-hash.ts'
import type { ZoneState } from '../zone/zone-state.ts'

/** What of a zone is hashed besides its entities. */
type HashedParts = {
  readonly state: JsonObject
  readonly extras: JsonObject
  readonly players: readonly ZonePlayer[]
}

export type PartHashes = { readonly [Part in keyof HashedParts]: bigint }

/** The hash of one entity, made once for each object. */
export const entityHash = oncePerObject((entity: Entity) => stableHash(entity))

const hashOfState = oncePerObject((state: JsonObject) => stableHash({ state }))
const hashOfExtras = oncePerObject((extras: JsonObject) => stableHash({ extras }))
const hashOfPlayer = oncePerObject((player: ZonePlayer) => stableHash({ player }))
const hashOfPlayers = oncePerObject((players: readonly ZonePlayer[]) => sum(players, hashOfPlayer))

/**
 * A hash of all that a module decides about a zone: entities, state, extras, wake time and members. The hashes of its
 * parts are added up (64 bits), so that their order does not matter, and a change costs what changed.
 */
export function stateHash({ entities, wakeAt, ...parts }: Readonly<ZoneState>): string {
  return sumHashes(entitiesHash(entities.all()), hashParts(parts), wakeAt)
}

export function entitiesHash(entities: readonly Entity[]): bigint {
  return sum(entities, entityHash)
}

export function hashParts({ state, extras, players }: HashedParts): PartHashes {
  return { state: hashOfState(state), extras: hashOfExtras(extras), players: hashOfPlayers(players) }
}

/** The hash of a state whose parts are hashed already. */
export function sumHashes(entities: bigint, parts: PartHashes, wakeAt: number | null): string {
  return hashText(entities + parts.state + parts.extras + parts.players + stableHash({ wakeAt }))
}

/** 16 hexadecimal digits. */
export function hashText(hash: bigint): string {
  return BigInt.asUintN(64, hash).toString(16).padStart(16, '0')
}

function sum<Item>(items: readonly Item[], hashOf: (item: Item) => bigint): bigint {
  let total = 0n
  for (const item of items) total += hashOf(item)
  return BigInt.asUintN(64, total)
}

/** Values are never changed, only replaced, so what was hashed once stays as it is. */
function oncePerObject<Value extends object>(hashOf: (value: Value) => bigint): (value: Value) => bigint {
  const hashes = new WeakMap<Value, bigint>()
  return (value) => {
    let hash = hashes.get(value)
    if (hash === undefined) {
      hash = hashOf(value)
      hashes.set(value, hash)
    }
    return hash
  }
}
