import type { Refusal } from 'gridtick'
import type { z } from 'zod'
import { submit } from '../combat/automate-garrisons.ts'
import { closeRoundIfComplete } from '../combat/close-round.ts'
import { canFight } from '../combat/parties.ts'
import { payToll } from '../combat/pay-toll.ts'
import type { Encounter, Participant, PendingAction } from '../kinds.ts'
import { participantOf, shipOf } from '../lookup.ts'
import type { Handler, Region } from '../region.ts'
import { whyNotTravel } from '../rules/may-travel.ts'
import { escapePod } from '../ship-types.ts'
import type { intents } from './schemas.ts'

type CombatAction = z.output<typeof intents.combat_action.payload>

/**
 * What a captain does in this round. The last submission counts, but a toll that was paid stays paid. When all who can
 * fight have submitted, the round is fought at once.
 */
export const combatAction: Handler<CombatAction> = (region, playerId, payload) => {
  const encounter = region.entities.get(payload.combatId)
  if (encounter?.kind !== 'encounter')
    return { code: 'no_such_combat', message: 'There is no such fight, or it is over.' }
  const { round } = encounter.data
  if (payload.round !== undefined && payload.round !== round)
    return {
      code: 'stale_round',
      message: `That was meant for another round. This is round ${round}.`,
      details: { round },
    }
  const party = participantOf(encounter, playerId)
  if (party === undefined) return whyNoPart(region, playerId, payload)
  const refusal = whyNotAct(region, { encounter, party, payload })
  if (refusal !== undefined) return refusal
  closeRoundIfComplete(region, submitAction(region, { encounter, party, payload }))
  return undefined
}

/** Who flies a pod may have been in the fight a moment ago. */
function whyNoPart(region: Region, playerId: string, { action }: CombatAction): Refusal {
  if (shipOf(region, playerId)?.data.shipType !== escapePod)
    return { code: 'not_a_participant', message: 'You are not in that fight.' }
  if (action === 'attack') return { code: 'no_fighters', message: 'An escape pod has no fighters to attack with.' }
  return {
    code: 'escape_pod',
    message: 'An escape pod takes no part in fights and cannot be hurt. Move if you want to leave.',
  }
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
  if (!canFight(party)) return { code: 'no_fighters', message: 'You have no fighters to attack with.' }
  if (targetId === undefined) return { code: 'no_target', message: 'Say whom to attack.' }
  const target = participantOf(encounter, targetId)
  if (target === undefined) return { code: 'no_target', message: 'Nobody of that name is in this fight.' }
  if (target.ownerId === party.ownerId) return { code: 'own_side', message: 'That is your own side.' }
  if (!canFight(target)) return { code: 'no_target', message: 'There is nothing left to shoot at.' }
  if (commit < 1) return { code: 'no_commit', message: 'Say how many fighters attack, one at the least.' }
  return undefined
}

function whyNotFlee(region: Region, { party, payload: { toSector } }: Request): Refusal | undefined {
  if (toSector === undefined) return { code: 'no_destination', message: 'Say to which sector to flee.' }
  return whyNotTravel(region, party.id, toSector)
}

function submitAction(region: Region, { encounter, party, payload }: Request): Encounter {
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
      return submit(region, encounter, brace)
    case 'attack': {
      const { targetId = null, commit = 0 } = payload
      const fielded = Math.min(commit, party.fighters)
      return submit(region, encounter, { ...brace, action: 'attack', commit: fielded, targetId })
    }
    case 'flee':
      return submit(region, encounter, { ...brace, action: 'flee', toSector: payload.toSector ?? null })
    case 'pay': {
      const payment = payToll(region, encounter, party.id)
      const action = payment.paidTo === null ? brace : { ...brace, action: 'pay' as const, targetId: payment.paidTo }
      return submit(region, payment.encounter, action)
    }
  }
}
