import { tellStatus } from '../events/status-update.ts'
import type { Encounter } from '../kinds.ts'
import { shipOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { automateGarrisons } from './automate-garrisons.ts'

/** What became of a payment: without one the payer braces. */
type Payment = {
  readonly encounter: Encounter
  readonly paidTo: string | null
  /** Why nothing was paid. */
  readonly reason?: 'no_toll' | 'paid_already' | 'insufficient_credits'
}

/**
 * Pays the toll of a fight, once and for all: the garrison stands down for everybody, and the credits are in its bank
 * whatever the payer does next. Where there is nothing to pay, or not enough to pay with, nothing changes.
 */
export function payToll(region: Region, encounter: Encounter, playerId: string): Payment {
  const unpaid = (reason: NonNullable<Payment['reason']>) => {
    region.count('tolls', { outcome: reason })
    return { encounter, paidTo: null, reason }
  }
  const [toll, ...others] = encounter.data.tolls
  const ship = shipOf(region, playerId)
  if (toll === undefined || ship === undefined) return unpaid('no_toll')
  if (toll.isPaid) return unpaid('paid_already')
  if (ship.data.credits < toll.amount) return unpaid('insufficient_credits')
  const garrison = region.entities.get(toll.garrisonId)
  if (garrison?.kind !== 'garrison') return unpaid('no_toll')

  region.entities.change(ship, { data: { credits: ship.data.credits - toll.amount } })
  region.entities.change(garrison, { data: { tollBalance: garrison.data.tollBalance + toll.amount } })
  const paid = { ...toll, isPaid: true, paidRound: encounter.data.round }
  const settled = region.entities.change(encounter, { data: { tolls: [paid, ...others] } })
  region.count('tolls', { outcome: 'paid' })
  tellStatus(region, playerId)
  return { encounter: automateGarrisons(region, settled), paidTo: toll.garrisonId }
}
