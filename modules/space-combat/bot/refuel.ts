import { ask, go, type Order, retire } from './order.ts'
import type { Situation } from './situation.ts'

/** Warp power is sold in this sector only, for this many credits a unit. */
const depot = { sector: 0, price: 2 }

/** Most units that a ship of a beginner takes. */
const tankUnits = 300

/** What to do about warp power: undefined while there is enough of it. */
export function refuel({ ship }: Situation, { reserveWarp }: { readonly reserveWarp: number }): Order | undefined {
  if (ship.warpPower >= reserveWarp) return undefined
  const affordable = Math.min(tankUnits - ship.warpPower, Math.floor(ship.credits / depot.price))
  if (affordable < 1) return retire
  return ship.sector === depot.sector ? ask('recharge', { units: affordable }) : go(depot.sector)
}

export function isDepot(sector: number): boolean {
  return sector === depot.sector
}
