import { accept, type JoinOf, type MembershipChange, refuse, type Verdict } from 'gridtick'
import type { game } from '../game.ts'
import { endHouse } from '../maintenance/eliminate.ts'
import { namedId } from '../named-id.ts'
import { coloniesOf, type Draft, fleetsOf, houseOf, type Realm } from '../realm.ts'
import type { RefusalCode } from '../refusals.ts'

/** In the lobby there is room for so many houses; later those come back who have one. */
export function mayJoin({ base, player }: JoinOf<typeof game>): Verdict<RefusalCode> {
  if (houseOf(base, player.playerId) !== undefined) return accept()
  if (base.state.phase !== 'lobby')
    return refuse('game_running', 'This game has begun without you. Look for one in its lobby.')
  const { houses } = base.zone.config
  const taken = base.players.length
  return taken < houses ? accept() : refuse('game_full', `This game has ${houses} seats, and all are taken.`)
}

const startLevels = { weapons: 0, hulls: 0, drives: 0, sensors: 0, economy: 0 }

/** Takes a seat. */
export function enter(draft: Draft, { playerId, displayName }: MembershipChange): void {
  if (houseOf(draft, playerId) !== undefined) return
  const { balance, houses } = draft.zone.config
  // Nobody is let in beyond this; a member without a house would be one who only watches.
  if (draft.state.phase !== 'lobby' || draft.entities.ofKind('house').length >= houses) return
  draft.entities.create({
    id: namedId(draft.random, 'house', playerId),
    kind: 'house',
    ...{ x: 0, y: 0, ownerId: playerId },
    data: {
      ...{ name: displayName, isReady: false, treasury: balance.start.treasury },
      ...{ levels: startLevels, points: startLevels, research: startLevels },
      ...{ relations: [], prestige: 0, eliminatedOn: null },
    },
  })
}

/** In the lobby the seat is free again; in the game the house gives up. */
export function leave(realm: Realm, playerId: string): void {
  const house = houseOf(realm, playerId)
  if (house === undefined) return
  if (realm.state.phase === 'lobby') realm.entities.delete(house)
  else surrender(realm, playerId)
}

/** Its people disperse, and its ships are scuttled: nobody inherits them. */
export function surrender(realm: Realm, houseId: string): void {
  const { report, entities } = realm
  if (houseOf(realm, houseId)?.data.eliminatedOn !== null) return
  for (const fleet of fleetsOf(realm, houseId)) {
    report.ships(houseId, fleet.id, fleet.data.ships, 'surrendered', -1)
    report.ships(houseId, fleet.id, fleet.data.mothballed, 'surrendered', -1)
    report.ship(houseId, fleet.id, 'fighter', 'surrendered', -fleet.data.fighters)
    report.population(houseId, fleet.id, 'surrendered', -fleet.data.colonists)
    entities.delete(fleet)
  }
  for (const colony of coloniesOf(realm, houseId)) {
    report.population(houseId, colony.id, 'surrendered', -colony.data.population)
    report.ship(houseId, colony.id, 'fighter', 'surrendered', -colony.data.fighters)
    entities.delete(colony)
  }
  endHouse(realm, houseId)
}
