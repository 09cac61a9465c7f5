import type { EntityId, GameModule, JsonObject, PlayerId, ZonePlayer } from 'gridtick'
import { toFrozenJson } from 'gridtick/internal'
import type { LoadedZone, StoredMember } from '../ports/storage/stored-zone.ts'
import { RedactionCache } from '../view/redaction-cache.ts'
import { createEntityTable, type EntityChange, type ZoneEntities } from './entity-table.ts'
import { listPlayers, type MemberChanges, playersAfterStep } from './zone-players.ts'

/** What of a zone is stored, as of the last committed tick. It moves on only after the commit of the next one. */
export type ZoneState = {
  /** The last committed tick, and its time (ms since the epoch). */
  readonly tick: number
  readonly at: number
  readonly tickOffset: number
  readonly entities: ZoneEntities
  /** What players who may not see all of an entity see of it. */
  readonly redactions: RedactionCache
  readonly state: JsonObject
  readonly extras: JsonObject
  readonly wakeAt: number | null
  readonly members: ReadonlyMap<PlayerId, StoredMember>
  /** The members as a module sees them; made again when one of them changed. */
  readonly players: readonly ZonePlayer[]
}

type Committed = { committed: ZoneState }

export function stateOf({ zone, members, entities }: LoadedZone, module: GameModule): ZoneState {
  const { tick, at, tickOffset, state, extras, wakeAt } = zone
  const byId = new Map(members.map((member) => [member.playerId, member]))
  return {
    ...{ tick, at, tickOffset, wakeAt },
    ...indices(createEntityTable(entities), module),
    state: toFrozenJson(state) as JsonObject,
    extras: toFrozenJson(extras) as JsonObject,
    members: byId,
    players: listPlayers(byId),
  }
}

function indices(entities: ZoneEntities, module: GameModule): Pick<ZoneState, 'entities' | 'redactions'> {
  return { entities, redactions: new RedactionCache(module, entities) }
}

/** What a step that is stored has changed. */
type StepEffects = Pick<ZoneState, 'tick' | 'at' | 'state' | 'extras' | 'wakeAt'> & {
  /** Undefined: as before. */
  readonly tickOffset: number | undefined
  readonly changes: ReadonlyMap<EntityId, EntityChange>
  readonly members: MemberChanges
}

/** Memory moves on to a tick that is stored. */
export function moveOn(zone: Committed, { changes, members: changed, ...effects }: StepEffects): void {
  const { entities, redactions, members, players, tickOffset } = zone.committed
  entities.apply(changes.values())
  for (const [id, { after }] of changes) if (after === undefined) redactions.forget(id)
  zone.committed = {
    ...zone.committed,
    ...effects,
    tickOffset: effects.tickOffset ?? tickOffset,
    players: playersAfterStep({ players, members }, changed),
  }
  changeMembers(zone.committed, changed)
}

/** In place, as a step changes few of many. */
function changeMembers({ members }: ZoneState, changes: MemberChanges): void {
  const written = members as Map<PlayerId, StoredMember>
  for (const [playerId, member] of changes) {
    if (member === undefined) written.delete(playerId)
    else written.set(playerId, member)
  }
}

/** A membership ended between two steps, and that is stored. */
export function removeMember(zone: Committed, playerId: PlayerId): void {
  changeMembers(zone.committed, new Map([[playerId, undefined]]))
  zone.committed = { ...zone.committed, players: listPlayers(zone.committed.members) }
}

/**
 * Code was stopped in the midst of reading the zone (FAIL-12). Whatever is worked out while it is read, as lists and
 * redactions, may be half made: it is made again, of entities that nobody writes to.
 */
export function makeIndicesAgain(zone: Committed & { readonly module: GameModule }): void {
  zone.committed = { ...zone.committed, ...indices(zone.committed.entities.copy(), zone.module) }
}

/** Memory is made again of what is stored. */
export function replaceState(zone: Committed, committed: ZoneState): void {
  zone.committed = committed
}
