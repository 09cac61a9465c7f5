import type { Balance } from '../balance.ts'
import type { Fleet } from '../kinds.ts'
import { countShips, type Ships, shipClasses } from '../ship-classes.ts'

type Data = Pick<Fleet['data'], 'ships' | 'mothballed'>

/** Each third level of drives is one cell more. */
const levelsPerCell = 3

/** Cells a turn: that of the slowest ship. Nothing moves a starbase, or ships in mothballs. */
export function speedOf({ ships, mothballed }: Data, drives: number, { classes }: Balance): number {
  const speeds = shipClasses.filter((shipClass) => ships[shipClass] > 0).map((shipClass) => classes[shipClass].speed)
  if (speeds.length === 0 || countShips(mothballed) > 0) return 0
  const slowest = Math.min(...speeds)
  return slowest === 0 ? 0 : slowest + Math.floor(drives / levelsPerCell)
}

export function colonistsMax({ ships, mothballed }: Data, { classes }: Balance): number {
  return (ships.transport + mothballed.transport) * classes.transport.cargo
}

export function fightersMax({ ships, mothballed }: Data, { classes }: Balance): number {
  return (ships.carrier + mothballed.carrier) * classes.carrier.cargo
}

/** Of all ships that fire, and their fighters. */
export function attackOf({ ships, fighters }: Pick<Fleet['data'], 'ships' | 'fighters'>, balance: Balance): number {
  const ofShips = shipClasses.reduce((sum, name) => sum + ships[name] * balance.classes[name].attack, 0)
  return ofShips + fighters * balance.fighter.attack
}

export function costOf(ships: Ships, { classes }: Balance): number {
  return shipClasses.reduce((sum, shipClass) => sum + ships[shipClass] * classes[shipClass].cost, 0)
}
