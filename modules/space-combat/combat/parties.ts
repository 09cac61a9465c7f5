import type { Encounter, Garrison, Participant, Ship } from '../kinds.ts'
import { escapePod, shipType } from '../ship-types.ts'
import { compareIds } from './compare-ids.ts'

/** Escape pods take no part in fights: they can be in the sector, and leave it, while others fight there. */
export function takesPart({ data: { shipType: type } }: Ship): boolean {
  return type !== escapePod
}

/** A ship as it comes into a fight. */
export function shipParty({ ownerId, data }: Ship): Participant {
  const most = shipType(data.shipType)
  return {
    id: ownerId ?? '',
    kind: 'ship',
    name: data.name,
    ownerId: ownerId ?? '',
    shipType: data.shipType,
    isEscapePod: false,
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

/** Ships without fighters are there, and may flee; they neither fight nor are they waited for. */
export function canFight({ fighters }: Participant): boolean {
  return fighters > 0
}

/** Whether a captain has no ship in the fight any more. Who came without fighters was not shot down. */
export function hasLostShip(party: Participant): boolean {
  return party.kind === 'ship' && !canFight(party) && party.fightersAtEntry > 0
}

/** The parties but those who leave. What they hit counts for their side, as long as it has anybody else in the fight. */
export function without(
  parties: readonly Participant[],
  leaves: (party: Participant) => boolean,
): readonly Participant[] {
  const leavers = parties.filter(leaves)
  const hitsLeft = new Map<string, number>()
  for (const { ownerId, hits } of leavers) hitsLeft.set(ownerId, (hitsLeft.get(ownerId) ?? 0) + hits)
  return parties
    .filter((party) => !leaves(party))
    .map((party) => {
      const inherited = hitsLeft.get(party.ownerId) ?? 0
      hitsLeft.delete(party.ownerId)
      return inherited === 0 ? party : { ...party, hits: party.hits + inherited }
    })
}

/** It takes two sides that can fight: a captain's ship and garrison are one. */
export function hasTwoSides(parties: readonly Participant[]): boolean {
  return new Set(parties.filter(canFight).map(({ ownerId }) => ownerId)).size > 1
}

/** Who has left a fight, by flight or as a pod, and hears of its end. */
export function leaversOf({ data: { fled, downed = [] } }: Encounter): readonly string[] {
  return [...fled, ...downed]
}

/** Those who hear of a fight: who is in it, and the owners of garrisons in it wherever they are. */
export function audienceOf({ data: { participants } }: Encounter): readonly string[] {
  return participants.map(({ ownerId }) => ownerId)
}
