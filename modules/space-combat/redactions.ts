import type { Entity } from 'gridtick'
import type { Encounter, Garrison, Participant, Salvage, Ship, Thing } from './kinds.ts'
import { garrisonOwnerOf } from './rules/salvage-origin.ts'
import { shipType } from './ship-types.ts'

/** Each leaves what may be known, field by field: what is added to a kind later stays hidden until it is named here. */
export const redactions = {
  /** Of a ship that is merely in the same sector. */
  stranger: (thing: Thing) => (thing.kind === 'ship' ? strangerShip(thing) : nothing(thing)),
  /** Of a ship in the same fight. */
  opponent: (thing: Thing) => (thing.kind === 'ship' ? opponentShip(thing) : nothing(thing)),
  /** Of a garrison of somebody else: not what it has earned. */
  foreign: (thing: Thing) => (thing.kind === 'garrison' ? foreignGarrison(thing) : nothing(thing)),
  /** Of a fight, for those who are in it: neither chance to come, nor what others are about to do. */
  witness: (thing: Thing) => (thing.kind === 'encounter' ? witnessedFight(thing) : nothing(thing)),
  /** Of the same, for those who came since the last round: not what happened in it. */
  newcomer: (thing: Thing) => (thing.kind === 'encounter' ? newFight(thing) : nothing(thing)),
  /** Of a container, with what a list of containers says beside it. */
  container: (thing: Thing) => (thing.kind === 'salvage' ? foundSalvage(thing) : nothing(thing)),
}

export type Label = keyof typeof redactions

function withData({ id, kind, x, y, ownerId }: Thing, data: object): Entity {
  return { id, kind, x, y, ownerId, data }
}

/** A label that is no label for this kind shows nothing of it. */
function nothing(thing: Thing): Entity {
  return withData(thing, {})
}

function strangerShip(ship: Ship): Entity {
  const { name, shipType } = ship.data
  return withData(ship, { name, shipType })
}

function opponentShip(ship: Ship): Entity {
  const { name, shipType: type, fighters, shields } = ship.data
  const { fighters: maxFighters, shields: maxShields, turnsPerWarp } = shipType(type)
  return withData(ship, { name, shipType: type, fighters, shields, maxFighters, maxShields, turnsPerWarp })
}

function foreignGarrison(garrison: Garrison): Entity {
  const { sector, ownerName, fighters, mode, tollAmount, deployedAt } = garrison.data
  return withData(garrison, { sector, ownerName, fighters, mode, tollAmount, deployedAt })
}

function witnessedFight(encounter: Encounter): Entity {
  const last = encounter.data.log.at(-1)
  return withData(encounter, { ...openFight(encounter), lastRound: last === undefined ? null : witnessedRound(last) })
}

function newFight(encounter: Encounter): Entity {
  return withData(encounter, { ...openFight(encounter), lastRound: null })
}

function openFight({ data }: Encounter) {
  const { sector, round, deadline, initiatorId, reason, createdAt, participants } = data
  return {
    ...{ sector, round, deadline, initiatorId, reason, createdAt },
    participants: participants.map(witnessedParticipant),
  }
}

/** It is there until all is taken: so what can be seen is not claimed. */
function foundSalvage(salvage: Salvage): Entity {
  const { sector, cargo, scrap, credits, createdAt, expiresAt, victorId, loserId, loserName, shipType, combatId } =
    salvage.data
  return withData(salvage, {
    ...{ sector, cargo, scrap, credits, createdAt, expiresAt, claimed: false, claimedBy: null },
    ...{ victorId, loserId, loserName, shipType, combatId, garrisonOwnerId: garrisonOwnerOf(salvage) },
  })
}

function witnessedParticipant(participant: Participant) {
  const { id, kind, name, ownerId, shipType, isEscapePod, fighters, shields, maxFighters, maxShields, turnsPerWarp } =
    participant
  return { id, kind, name, ownerId, shipType, isEscapePod, fighters, shields, maxFighters, maxShields, turnsPerWarp }
}

/** Where somebody fled to is known to that captain alone, and this is the same for all. */
function witnessedRound({ round, at, result, entries }: Encounter['data']['log'][number]) {
  return { round, at, result, entries: entries.map(witnessedEntry) }
}

function witnessedEntry(entry: Encounter['data']['log'][number]['entries'][number]) {
  const { id, action, commit, targetId, timedOut, hits, offensiveLosses, defensiveLosses, shieldLoss } = entry
  const { fightersRemaining, shieldsRemaining, fightersDelta, shieldsDelta, hasFled } = entry
  return {
    ...{ id, action, commit, targetId, timedOut, hits, offensiveLosses, defensiveLosses, shieldLoss },
    ...{ fightersRemaining, shieldsRemaining, fightersDelta, shieldsDelta, hasFled },
  }
}
