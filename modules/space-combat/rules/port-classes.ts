import type { Balance } from '../balance.ts'
import { type Cargo, type Commodity, commodities } from '../commodities.ts'

/** What a port does with each commodity, in their order: B buys it from captains, S sells it to them. */
const codes = { 1: 'BBS', 2: 'BSB', 3: 'SBB', 4: 'SSB', 5: 'SBS', 6: 'BSS', 7: 'SSS', 8: 'BBB' }

export type PortClass = keyof typeof codes

export const portClasses: readonly PortClass[] = [1, 2, 3, 4, 5, 6, 7, 8]

/** The code of a port's class, such as BBS. */
export function portCode(portClass: number): string {
  return codes[portClass as PortClass]
}

/** Whether a port buys a commodity from captains; what it does not buy, it sells. */
export function portBuys(portClass: number, commodity: Commodity): boolean {
  return portCode(portClass)[commodities.indexOf(commodity)] === 'B'
}

/** The class that sells what this one buys, and buys what it sells. */
export function oppositeClass(portClass: PortClass): PortClass {
  const opposite = [...codes[portClass]].map((letter) => (letter === 'B' ? 'S' : 'B')).join('')
  return portClasses.find((other) => codes[other] === opposite) as PortClass
}

/** Whether a port both buys and sells, so that a way there and back can pay. */
export function tradesBothWays(portClass: PortClass): boolean {
  return new Set(codes[portClass]).size === 2
}

/** What a port begins with: well filled with what it sells, and in want of what it buys. */
export function initialStock(portClass: number, { stockMax, initialFill }: Balance['trade']): Cargo {
  const filled = Math.round(stockMax * initialFill)
  const stock = (commodity: Commodity) => (portBuys(portClass, commodity) ? stockMax - filled : filled)
  return { fuel_ore: stock('fuel_ore'), organics: stock('organics'), equipment: stock('equipment') }
}
