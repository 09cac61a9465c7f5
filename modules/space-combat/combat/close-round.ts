import type { Balance } from '../balance.ts'
import { tellResolved } from '../events/combat-events.ts'
import { tellStatus } from '../events/status-update.ts'
import type { Encounter, Participant, RoundReport } from '../kinds.ts'
import type { Region } from '../region.ts'
import { allOrNothing } from '../rules/all-or-nothing.ts'
import { countRound } from './count-round.ts'
import { drawsOfRound } from './draws.ts'
import { failEncounter } from './fail-encounter.ts'
import { finishEncounter } from './finish-encounter.ts'
import { firingTiesOf } from './firing-ties.ts'
import { flyAway } from './fly-away.ts'
import { openRound } from './open-round.ts'
import { audienceOf, byId, canFight, hasLostShip, without } from './parties.ts'
import { resolveRound } from './resolve-round.ts'
import { resultOfRound } from './result-of-round.ts'
import { roundReport } from './round-report.ts'
import type { RoundOutcome } from './round-types.ts'
import { holdSpoils } from './spoils.ts'
import { takeLosses } from './take-losses.ts'

/** Closes a round when all who can fight have submitted, which garrisons always have. */
export function closeRoundIfComplete(region: Region, encounter: Encounter): void {
  const submitted = new Set(encounter.data.pending.map(({ id }) => id))
  if (encounter.data.participants.filter(canFight).every(({ id }) => submitted.has(id))) closeRound(region, encounter)
}

/**
 * Closes a round: it is fought whole, or, if that fails, the fight is over and nothing of the round has happened. It is one
 * part of one tick, so a round is fought once, and never half.
 */
export function closeRound(region: Region, encounter: Encounter): void {
  const failure = allOrNothing(region, () => fightRound(region, encounter))
  if (failure !== undefined) failEncounter(region, encounter, failure.thrown)
}

/**
 * Fights a round and does all that follows: losses, wrecks, flights, and the next round or the end of the fight. Who
 * submitted nothing braces.
 */
function fightRound(region: Region, encounter: Encounter): void {
  const { participants, pending, round, seed } = encounter.data
  const outcome = resolveRound({
    participants,
    actions: new Map(pending.map((action) => [action.id, action])),
    draw: drawsOfRound(seed, round),
    rules: region.balance.combat,
    compareTies: firingTiesOf(encounter, region.balance.combat),
  })
  const stayed = afterRound(participants, outcome)
  const result = resultOfRound({ encounter, outcome, stayed })
  const report = roundReport({ encounter, outcome, result, now: region.now })
  const left = leave(region, { encounter, stayed, report })

  countRound(region, encounter, report)
  takeLosses(region, left, report)
  const audience = audienceOf(encounter)
  tellResolved(region, { encounter: left, report, audience })
  for (const { kind, ownerId } of stayed) if (kind === 'ship') tellStatus(region, ownerId)
  for (const entry of report.entries) if (entry.hasFled) flyAway(region, entry)

  if (result === null) goOn(region, left)
  else finishEncounter(region, { encounter: left, report, result, audience })
}

/** Who is still there, with what is left of them. */
function afterRound(participants: readonly Participant[], outcome: RoundOutcome): readonly Participant[] {
  const parties = participants.map((party) => ({
    ...party,
    fighters: outcome.fightersRemaining[party.id] ?? 0,
    shields: outcome.shieldsRemaining[party.id] ?? 0,
    hits: party.hits + (outcome.hits[party.id] ?? 0),
  }))
  return without(parties, ({ id }) => outcome.fleeResults[id] === true).toSorted(byId)
}

type Closing = {
  readonly encounter: Encounter
  readonly stayed: readonly Participant[]
  readonly report: RoundReport
}

/** The fight with the round behind it. When it goes on, the next round begins now. */
function leave(region: Region, { encounter, stayed, report }: Closing): Encounter {
  const { round, deadline, fled, log } = encounter.data
  const { encounters, combat, records } = region.balance
  const goesOn = report.result === null
  const newlyFled = report.entries.filter(({ hasFled }) => hasFled).map(({ id }) => id)
  return region.entities.change(encounter, {
    data: {
      round: goesOn ? round + 1 : round,
      deadline: goesOn ? region.now + combat.roundTimeoutMs : deadline,
      participants: stayed,
      pending: [],
      fled: [...fled, ...newlyFled].slice(-encounters.fledMax),
      log: withRound(log, report, records),
    },
  })
}

/** The log with one more round, and only the newest that fit. The last one is always kept. */
function withRound(
  log: readonly RoundReport[],
  report: RoundReport,
  { roundsMax, loggedActionsMax }: Balance['records'],
): readonly RoundReport[] {
  const kept: RoundReport[] = [report]
  let actions = report.entries.length
  for (const older of log.toReversed()) {
    actions += older.entries.length
    if (kept.length >= roundsMax || actions > loggedActionsMax) break
    kept.unshift(older)
  }
  return kept
}

/** Who was shot down is out of the fight from the next round on, and hears of its end. */
function goOn(region: Region, encounter: Encounter): void {
  const { participants, downed = [] } = encounter.data
  const newlyDowned = participants.filter(hasLostShip).map(({ id }) => id)
  const left = {
    participants: without(participants, hasLostShip),
    downed: [...downed, ...newlyDowned].slice(-region.balance.encounters.partiesMax),
  }
  holdSpoils(region, encounter)
  openRound(region, region.entities.change(encounter, { data: left }))
}
