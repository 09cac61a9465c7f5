import type { Encounter, Participant, RoundReport } from '../kinds.ts'
import type { RoundOutcome } from './round-types.ts'

type Request = {
  readonly encounter: Encounter
  readonly outcome: RoundOutcome
  readonly result: string | null
  readonly now: number
}

/** A round as it was fought, for the log and for all who are told. */
export function roundReport({ encounter, outcome, result, now }: Request): RoundReport {
  const { round, participants, pending } = encounter.data
  const submittedAt = new Map(pending.map((action) => [action.id, action.submittedAt]))
  const entries = participants.map((party) => ({
    id: party.id,
    ...entryOf(outcome, party),
    submittedAt: submittedAt.get(party.id) ?? now,
  }))
  return { round, at: now, result, entries }
}

type Entry = RoundReport['entries'][number]

function entryOf(outcome: RoundOutcome, { id, fighters, shields }: Participant): Omit<Entry, 'id' | 'submittedAt'> {
  const { action, commit, targetId, toSector, timedOut } = own(outcome.effectiveActions, id)
  const fightersRemaining = own(outcome.fightersRemaining, id)
  const shieldsRemaining = own(outcome.shieldsRemaining, id)
  return {
    action,
    commit,
    targetId,
    toSector,
    timedOut,
    hits: own(outcome.hits, id),
    offensiveLosses: own(outcome.offensiveLosses, id),
    defensiveLosses: own(outcome.defensiveLosses, id),
    shieldLoss: own(outcome.shieldLoss, id),
    fightersRemaining,
    shieldsRemaining,
    fightersDelta: fightersRemaining - fighters,
    shieldsDelta: shieldsRemaining - shields,
    hasFled: own(outcome.fleeResults, id),
  }
}

/** A round answers for everybody who was in it. */
function own<Value>(record: Readonly<Record<string, Value>>, id: string): Value {
  return record[id] as Value
}
