import type { Garrison } from '../kinds.ts'
import { shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'

/** Pays a garrison's bank to its owner, wherever the owner is; answers how many credits that were. */
export function payBank(region: Region, garrison: Garrison): number {
  const { tollBalance } = garrison.data
  const ship = garrison.ownerId === null ? undefined : shipOf(region, garrison.ownerId)
  if (ship === undefined || tollBalance === 0) return 0
  region.entities.change(garrison, { data: { tollBalance: 0 } })
  region.entities.change(ship, { data: { credits: ship.data.credits + tollBalance } })
  return tollBalance
}
