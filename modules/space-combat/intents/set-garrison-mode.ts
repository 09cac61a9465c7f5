import { intent, refuse } from 'gridtick'
import { z } from 'zod'
import { whyGarrisonInCombat, whyInCombat } from '../combat/in-combat.ts'
import { tellGarrisonUpdated } from '../events/garrison-updated.ts'
import { tellStatus } from '../events/status-update.ts'
import { garrisonIn, shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { payBank } from '../rules/pay-bank.ts'
import { fields } from './fields.ts'
import { actionRate } from './rates.ts'

/** Gives the own garrison in a sector new orders, from anywhere. When it is to take no toll any more, its bank is paid. */
export const setGarrisonMode = intent(
  {
    payload: z.strictObject({ sector: fields.sector, mode: fields.garrisonMode, tollAmount: fields.tollAmount }),
    rate: actionRate,
  },
  (region: Region, { playerId, payload: { sector, mode, tollAmount = 0 } }) => {
    const fighting = whyInCombat(region, playerId)
    if (fighting !== undefined) return fighting
    if (shipOf(region, playerId) === undefined) return refuse('no_ship', 'You have no ship here.')
    const garrison = garrisonIn(region, sector)
    if (garrison?.ownerId !== playerId) return refuse('no_garrison', 'You have no garrison there.')
    const besieged = whyGarrisonInCombat(region, { id: garrison.id, sector })
    if (besieged !== undefined) return besieged

    const paid = mode === 'toll' ? 0 : payBank(region, garrison)
    region.entities.change(garrison, { data: { mode, tollAmount: mode === 'toll' ? tollAmount : 0 } })
    tellGarrisonUpdated(region, playerId, sector)
    if (paid > 0) tellStatus(region, playerId)
  },
)
