import type { Encounter, Participant, Toll } from '../kinds.ts'
import { tollTarget } from './automate-garrisons.ts'
import { canFight, hasTwoSides } from './parties.ts'
import type { RoundOutcome } from './round-types.ts'

type Request = {
  readonly encounter: Encounter
  readonly outcome: RoundOutcome
  /** Who is left in the fight, with what they have left. */
  readonly stayed: readonly Participant[]
}

/**
 * How the fight ends with this round; null: it goes on. A round knows neither sides nor tolls, so it may have ended too
 * late, because a captain and the own garrison are still there, or too early, because a toll is open.
 */
export function resultOfRound({ encounter, outcome, stayed }: Request): string | null {
  if (isTollSatisfied(encounter, outcome)) return 'toll_satisfied'
  if (!hasTwoSides(stayed)) return nameOfEnd(outcome, stayed, encounter.data.downed ?? [])
  return outcome.result === 'stalemate' && isTollOpen(encounter, stayed) ? null : outcome.result
}

/** The toll was paid in this very round, and nobody did anything but brace and pay. */
function isTollSatisfied({ data: { tolls, round } }: Encounter, { effectiveActions }: RoundOutcome): boolean {
  const isPaidNow = tolls.some(({ garrisonId, paidRound }) => {
    return paidRound === round && effectiveActions[garrisonId]?.action === 'brace'
  })
  return isPaidNow && Object.values(effectiveActions).every(({ action }) => action === 'brace' || action === 'pay')
}

/** Somebody who was asked to pay is still there: bracing does not get rid of an unpaid garrison. */
function isTollOpen(encounter: Encounter, stayed: readonly Participant[]): boolean {
  const left = { ...encounter, data: { ...encounter.data, participants: stayed } }
  return encounter.data.tolls.some((toll) => {
    const isAlive = stayed.some((party) => party.id === toll.garrisonId && canFight(party))
    return !toll.isPaid && isAlive && isStillAsked(left, toll)
  })
}

function isStillAsked(left: Encounter, toll: Toll): boolean {
  return toll.targetId === null || tollTarget(left, toll) !== undefined
}

/**
 * Of those who died, only who was shot in this fight counts, `downed` earlier or now: nobody is defeated who came with
 * nothing.
 */
function nameOfEnd({ result }: RoundOutcome, stayed: readonly Participant[], downed: readonly string[]): string {
  if (result === 'stalemate' || result?.endsWith('_fled')) return result
  const [defeated, ...others] = stayed.filter((party) => party.fightersAtEntry > 0 && !canFight(party))
  if (defeated === undefined) return 'stalemate'
  return others.length + downed.length > 0 ? 'victory' : `${defeated.id}_defeated`
}
