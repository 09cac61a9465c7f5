import type { Encounter, Garrison, Participant, Ship } from '../kinds.ts'
import { shipType } from '../ship-types.ts'
import { compareIds } from './compare-ids.ts'

/** A ship as it comes into a fight. */
export function shipParty({ ownerId, data }: Ship): Participant {
  const most = shipType(data.shipType)
  return {
    id: ownerId ?? '',
    kind: 'ship',
    name: data.name,
    ownerId: ownerId ?? '',
    shipType: data.shipType,
    isEscapePod: data.shipType === 'escape_pod',
    fighters: data.fighters,
    shields: data.shields,
    maxFighters: most.fighters,
    maxShields: most.shields,
    turnsPerWarp: most.turnsPerWarp,
    fightersAtEntry: data.fighters,
    hits: 0,
  }
}

/** A garrison as it comes into a fight: no shields, and it goes nowhere. */
export function garrisonParty({ id, ownerId, data }: Garrison): Participant {
  return {
    id,
    kind: 'garrison',
    name: `Garrison (${data.ownerName})`,
    ownerId: ownerId ?? '',
    shipType: null,
    isEscapePod: false,
    fighters: data.fighters,
    shields: 0,
    maxFighters: data.fighters,
    maxShields: 0,
    turnsPerWarp: 0,
    fightersAtEntry: data.fighters,
    hits: 0,
  }
}

export function byId(one: Participant, other: Participant): number {
  return compareIds(one.id, other.id)
}

/** Pods and ships without fighters are there, and may flee; they neither fight nor are they waited for. */
export function canFight({ fighters }: Participant): boolean {
  return fighters > 0
}

/** It takes two sides that can fight: a captain's ship and garrison are one. */
export function hasTwoSides(parties: readonly Participant[]): boolean {
  return new Set(parties.filter(canFight).map(({ ownerId }) => ownerId)).size > 1
}

/** Those who hear of a fight: who is in it, and the owners of garrisons in it wherever they are. */
export function audienceOf({ data: { participants } }: Encounter): readonly string[] {
  return participants.map(({ ownerId }) => ownerId)
}
