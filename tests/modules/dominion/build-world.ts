import type { Entity } from 'gridtick'
import { noShips, type Ships } from '../../../modules/dominion/ship-classes.ts'
import { beginGame, type PlayedGame } from './played-game.ts'

type Place = { readonly x: number; readonly y: number }

/** A game of `a`, `b` (and more) on an empty map, for one rule at a time: tests put there what they need. */
export function emptyGame(houses = 2, config: object = {}): PlayedGame {
  const game = beginGame(houses, 'empty', { nebulae: 0, ...config })
  for (const { id, kind } of game.entities.all()) if (kind !== 'house') game.remove(id)
  // All live somewhere, out of the way.
  for (const [index, playerId] of game.playerIds.entries()) {
    putSystem(game, { x: 15, y: index * 3 })
    putColony(game, playerId, { x: 15, y: index * 3 })
  }
  return game
}

export function putSystem(game: PlayedGame, { x, y }: Place, data: object = {}): string {
  const id = `system-${x}-${y}`
  game.put({ id, kind: 'system', x, y, ownerId: null, data: { name: `S${x}${y}`, minerals: 3, habitat: 5, ...data } })
  return id
}

export function putColony(game: PlayedGame, ownerId: string, { x, y }: Place, data: object = {}): string {
  const id = `colony-${x}-${y}`
  const usual = {
    name: `C${x}${y}`,
    population: 30,
    industry: 10,
    shipyard: 1,
    stockpile: 0,
    queue: [],
    tax: 20,
    fighters: 0,
  }
  game.put({ id, kind: 'colony', x, y, ownerId, data: { ...usual, ...data } })
  return id
}

export function putFleet(
  game: PlayedGame,
  ownerId: string,
  { x, y }: Place,
  ships: Partial<Ships>,
  data: object = {},
): string {
  const id = `fleet-${ownerId}-${x}-${y}-${game.entities.size}`
  const usual = {
    name: `Fleet ${game.entities.size}`,
    mothballed: noShips,
    damage: noShips,
    fighters: 0,
    colonists: 0,
    stance: 'defensive',
  }
  const order = { name: 'hold', to: null, into: null }
  game.put({ id, kind: 'fleet', x, y, ownerId, data: { ...usual, order, ships: { ...noShips, ...ships }, ...data } })
  return id
}

export function declareWar(game: PlayedGame, from: string, to: string): void {
  changeHouse(game, from, { relations: [{ houseId: to, set: 'war' }] })
}

export function changeHouse(game: PlayedGame, playerId: string, data: object): void {
  const [house] = game.of(playerId, 'house') as [Entity]
  game.put({ ...house, data: { ...house.data, ...data } })
}
