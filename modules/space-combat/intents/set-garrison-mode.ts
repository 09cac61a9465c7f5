import { whyGarrisonInCombat, whyInCombat } from '../combat/in-combat.ts'
import { tellGarrisonUpdated } from '../events/garrison-updated.ts'
import { tellStatus } from '../events/status-update.ts'
import type { Garrison } from '../kinds.ts'
import { garrisonIn, shipOf } from '../lookup.ts'
import type { Handler } from '../region.ts'
import { payBank } from '../rules/pay-bank.ts'

type Order = {
  readonly sector: number
  readonly mode: Garrison['data']['mode']
  readonly tollAmount?: number | undefined
}

/** Gives the own garrison in a sector new orders, from anywhere. When it is to take no toll any more, its bank is paid. */
export const setGarrisonMode: Handler<Order> = (region, playerId, { sector, mode, tollAmount = 0 }) => {
  const fighting = whyInCombat(region, playerId)
  if (fighting !== undefined) return fighting
  if (shipOf(region, playerId) === undefined) return { code: 'no_ship', message: 'You have no ship here.' }
  const garrison = garrisonIn(region, sector)
  if (garrison?.ownerId !== playerId) return { code: 'no_garrison', message: 'You have no garrison there.' }
  const besieged = whyGarrisonInCombat(region, { id: garrison.id, sector })
  if (besieged !== undefined) return besieged

  const paid = mode === 'toll' ? 0 : payBank(region, garrison)
  region.entities.change(garrison, { data: { mode, tollAmount: mode === 'toll' ? tollAmount : 0 } })
  tellGarrisonUpdated(region, playerId, sector)
  if (paid > 0) tellStatus(region, playerId)
  return undefined
}
