import { players } from 'gridtick'
import { houseOf, type Realm } from '../realm.ts'
import { addShips, noShips, type Ships, shipWords } from '../ship-classes.ts'
import { addPrestige } from '../turn/change.ts'
import { costOf } from '../turn/fleet-facts.ts'
import type { Combatant } from './combatant.ts'

type Fought = {
  readonly cell: { readonly x: number; readonly y: number }
  readonly rounds: number
  readonly all: readonly Combatant[]
  readonly enemiesOf: (one: Combatant) => Combatant[]
}

type Side = {
  readonly houseId: string
  readonly ships: Ships
  readonly fighters: number
  readonly lost: Ships
  readonly fightersLost: number
}

/** Each side hears of itself and of those it fought, and of nobody else. */
export function tellBattle(realm: Realm, { cell, rounds, all, enemiesOf }: Fought): void {
  const houseIds = [...new Set(all.map(({ houseId }) => houseId))].sort()
  const sides = new Map(houseIds.map((houseId) => [houseId, sideOf(houseId, all)]))
  const { report, balance } = realm
  for (const one of all) report.ships(one.houseId, one.fleet.id, lostBy(one), 'lost in battle', -1)
  for (const houseId of houseIds) {
    const own = sides.get(houseId) as Side
    const enemyIds = new Set(
      all
        .filter((one) => one.houseId === houseId)
        .flatMap(enemiesOf)
        .map((one) => one.houseId),
    )
    const enemies = [...enemyIds].sort().map((id) => sides.get(id) as Side)
    const wrecks = enemies.reduce((sum, { lost }) => sum + costOf(lost, balance), 0)
    // What several shot down counts for each of them.
    addPrestige(realm, houseId, Math.floor(wrecks / balance.prestige.wreckPerPoint))
    const place = `${cell.x},${cell.y}`
    if (rounds === 0) {
      report.say(
        houseId,
        'seen',
        `At ${place} you met ${enemies.map((side) => nameOf(realm, side)).join(' and ')}; nobody is armed.`,
      )
      continue
    }
    report.say(
      houseId,
      'own',
      `Battle at ${place}, ${rounds} rounds: of ${shipWords(own.ships)} you lost ${lossWords(own)}.`,
    )
    for (const side of enemies)
      report.say(
        houseId,
        'seen',
        `${nameOf(realm, side)} had ${shipWords(side.ships)} there, and lost ${lossWords(side)}.`,
      )
    realm.emit('battle', { ...cell, turn: realm.turn.number, rounds, sides: [own, ...enemies] }, players([houseId]))
  }
}

function sideOf(houseId: string, all: readonly Combatant[]): Side {
  const own = all.filter((one) => one.houseId === houseId)
  const sum = (shipsOf: (one: Combatant) => Ships) => own.reduce((ships, one) => addShips(ships, shipsOf(one)), noShips)
  const fighters = own.reduce((total, { fleet }) => total + fleet.data.fighters, 0)
  return {
    houseId,
    ships: sum(({ fleet }) => addShips(fleet.data.ships, fleet.data.mothballed)),
    fighters,
    lost: sum(lostBy),
    fightersLost: fighters - own.reduce((total, one) => total + one.fighters, 0),
  }
}

function lostBy({ fleet, ships, mothballed }: Combatant): Ships {
  return addShips(addShips(fleet.data.ships, fleet.data.mothballed), addShips(ships, mothballed), -1)
}

function lossWords({ lost, fightersLost }: Side): string {
  return fightersLost === 0 ? shipWords(lost) : `${shipWords(lost)} and ${fightersLost} fighters`
}

function nameOf(realm: Realm, { houseId }: Side): string {
  return houseOf(realm, houseId)?.data.name ?? houseId
}
