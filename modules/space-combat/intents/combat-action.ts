import { accept, intent, refuse } from 'gridtick'
import { z } from 'zod'
import { submit } from '../combat/automate-garrisons.ts'
import { closeRoundIfComplete } from '../combat/close-round.ts'
import { canFight } from '../combat/parties.ts'
import { payToll } from '../combat/pay-toll.ts'
import type { Encounter, Participant, PendingAction } from '../kinds.ts'
import { participantOf, shipOf } from '../lookup.ts'
import type { Refusal } from '../refusals.ts'
import type { Region } from '../region.ts'
import { whyNotTravel } from '../rules/may-travel.ts'
import { escapePod } from '../ship-types.ts'
import { fields } from './fields.ts'
import { actionRate } from './rates.ts'

const combatActionSchema = z.strictObject({
  combatId: z.string().max(64),
  /** The round it is meant for; refused if that is over. */
  round: z.int().min(1).optional(),
  action: z.enum(['attack', 'brace', 'flee', 'pay']),
  commit: z.int().optional(),
  targetId: z.string().max(128).optional(),
  toSector: fields.sector.optional(),
})
type CombatAction = z.output<typeof combatActionSchema>

/** What a payment tells: whether it was made, and if not, why; then it is a brace. */
const paymentSchema = z.strictObject({
  payProcessed: z.boolean(),
  reason: z.enum(['no_toll', 'paid_already', 'insufficient_credits']).optional(),
})

/**
 * What a captain does in this round. The last submission counts, but a toll that was paid stays paid. When all who can
 * fight have submitted, the round is fought at once.
 */
export const combatAction = intent(
  { payload: combatActionSchema, details: paymentSchema, rate: actionRate },
  (region: Region, { playerId, payload }) => {
    const encounter = region.entities.get(payload.combatId)
    if (encounter?.kind !== 'encounter') return refuse('no_such_combat', 'There is no such fight, or it is over.')
    const { round } = encounter.data
    if (payload.round !== undefined && payload.round !== round)
      return refuse('stale_round', `That was meant for another round. This is round ${round}.`, { round })
    const party = participantOf(encounter, playerId)
    if (party === undefined) return whyNoPart(region, playerId, payload)
    const refusal = whyNotAct(region, { encounter, party, payload })
    if (refusal !== undefined) return refusal
    const { encounter: after, details } = submitAction(region, { encounter, party, payload })
    closeRoundIfComplete(region, after)
    return accept(details)
  },
)

/** Who flies a pod may have been in the fight a moment ago. */
function whyNoPart(region: Region, playerId: string, { action }: CombatAction): Refusal {
  if (shipOf(region, playerId)?.data.shipType !== escapePod)
    return refuse('not_a_participant', 'You are not in that fight.')
  if (action === 'attack') return refuse('no_fighters', 'An escape pod has no fighters to attack with.')
  return refuse('escape_pod', 'An escape pod takes no part in fights and cannot be hurt. Move if you want to leave.')
}

type Request = { readonly encounter: Encounter; readonly party: Participant; readonly payload: CombatAction }

function whyNotAct(region: Region, request: Request): Refusal | undefined {
  switch (request.payload.action) {
    case 'attack':
      return whyNotAttack(request)
    case 'flee':
      return whyNotFlee(region, request)
    case 'brace':
    case 'pay':
      return undefined
  }
}

function whyNotAttack({ encounter, party, payload: { targetId, commit = 0 } }: Request): Refusal | undefined {
  if (!canFight(party)) return refuse('no_fighters', 'You have no fighters to attack with.')
  if (targetId === undefined) return refuse('no_target', 'Say whom to attack.')
  const target = participantOf(encounter, targetId)
  if (target === undefined) return refuse('no_target', 'Nobody of that name is in this fight.')
  if (target.ownerId === party.ownerId) return refuse('own_side', 'That is your own side.')
  if (!canFight(target)) return refuse('no_target', 'There is nothing left to shoot at.')
  if (commit < 1) return refuse('no_commit', 'Say how many fighters attack, one at the least.')
  return undefined
}

function whyNotFlee(region: Region, { party, payload: { toSector } }: Request): Refusal | undefined {
  if (toSector === undefined) return refuse('no_destination', 'Say to which sector to flee.')
  return whyNotTravel(region, party.id, toSector)
}

type Submitted = {
  readonly encounter: Encounter
  readonly details?: z.output<typeof paymentSchema>
}

function submitAction(region: Region, { encounter, party, payload }: Request): Submitted {
  const brace: PendingAction = {
    id: party.id,
    action: 'brace',
    commit: 0,
    targetId: null,
    toSector: null,
    submittedAt: region.now,
  }
  switch (payload.action) {
    case 'brace':
      return { encounter: submit(region, encounter, brace) }
    case 'attack': {
      const { targetId = null, commit = 0 } = payload
      const fielded = Math.min(commit, party.fighters)
      return { encounter: submit(region, encounter, { ...brace, action: 'attack', commit: fielded, targetId }) }
    }
    case 'flee':
      return { encounter: submit(region, encounter, { ...brace, action: 'flee', toSector: payload.toSector ?? null }) }
    case 'pay': {
      const payment = payToll(region, encounter, party.id)
      const { paidTo } = payment
      const action: PendingAction = paidTo === null ? brace : { ...brace, action: 'pay', targetId: paidTo }
      const { reason } = payment
      const details = reason === undefined ? { payProcessed: true } : { payProcessed: false, reason }
      return { encounter: submit(region, payment.encounter, action), details }
    }
  }
}
