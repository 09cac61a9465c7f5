import type { WireEntity } from '../../framework/protocol/src/apply-frame.ts'
import { balance } from '../../modules/space-combat/balance.ts'
import { drawsOfRound } from '../../modules/space-combat/combat/draws.ts'
import { resolveRound } from '../../modules/space-combat/combat/resolve-round.ts'
import type { Encounter } from '../../modules/space-combat/kinds.ts'
import type { Round } from './region-books.ts'

export type Seen = { readonly tick: number; readonly at: number; readonly entities: readonly WireEntity[] }

/** Fights of before a kill, by what became of them. */
export type Resumed = { same: number; fought: number; foretold: number; readonly wrong: string[] }

type Data = Encounter['data']

/**
 * Compares the fights that were stored when a server was killed with those of the server that was started again. What was
 * not due by then must be as it was; what was due must have been fought once, with the actions that were waiting and the
 * chance that was drawn before. A machine that takes long to start may have fought one more since, but no sooner than a
 * round takes.
 */
export function compareFights(
  before: Seen,
  after: Seen,
  resumed: Resumed,
  clock: { readonly restartedAt: number; readonly roundTimeoutMs: number },
): void {
  const roundsMax = 1 + Math.floor((after.at - clock.restartedAt) / clock.roundTimeoutMs)
  for (const { id, kind, data } of before.entities) {
    if (kind !== 'encounter') continue
    const fight = data as unknown as Data
    if (fight.deadline > after.at || after.tick === before.tick) compareWaiting(id, fight, after, resumed)
    else compareFought(id, fight, after, resumed, roundsMax)
  }
}

/** Somebody may have fled into it from a fight that was due. All else is as it was. */
function compareWaiting(id: string, fight: Data, { entities }: Seen, resumed: Resumed): void {
  const now = entities.find((entity) => entity.id === id)?.data as unknown as Data | undefined
  if (now === undefined) {
    resumed.wrong.push(`the fight ${id} is gone before it was due`)
    return
  }
  const hasNewcomers = now.participants.length !== fight.participants.length
  const kept = (data: Data) => {
    const { sector, round, deadline, seed, initiatorId, reason, createdAt, fled, log, participants, pending } = data
    const known = new Set(fight.participants.map((party) => party.id))
    const isKnown = (of: { readonly id: string }) => known.has(of.id)
    const asked = pending.filter((action) => isKnown(action) && !(hasNewcomers && action.id.startsWith('garrison:')))
    const some = { participants: participants.filter(isKnown), pending: asked.toSorted(byId) }
    return JSON.stringify({ sector, round, deadline, seed, initiatorId, reason, createdAt, fled, log, ...some })
  }
  if (kept(now) === kept(fight)) resumed.same += 1
  else resumed.wrong.push(`the fight ${id} is not as it was:\n${kept(fight)}\n${kept(now)}`)
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1
}

function compareFought(id: string, fight: Data, after: Seen, resumed: Resumed, roundsMax: number): void {
  const now = after.entities.find((entity) => entity.id === id || entity.id === `battle:${id}`)
  const log = (now?.data.log ?? []) as unknown as readonly Round[]
  const report = log.find(({ round }) => round === fight.round)
  if (report === undefined) {
    resumed.wrong.push(`round ${fight.round} of ${id} was due at ${fight.deadline}, and was not fought by ${after.at}`)
    return
  }
  const fought = log.filter(({ round }) => round >= fight.round)
  if (fought.length > roundsMax)
    resumed.wrong.push(`round ${fight.round} of ${id} was due, and ${fought.length} were fought`)
  resumed.fought += 1
  // Whoever fled into it in the same tick had a part in the round.
  if (report.entries.length !== fight.participants.length) return
  const told = (entries: readonly object[]) => JSON.stringify(entries)
  const expected = foretell(fight)
  const found = report.entries.map(({ id: party, action, commit, timedOut, hits, fightersRemaining }) => {
    return { id: party, action, commit, timedOut, hits, fightersRemaining }
  })
  if (told(found.toSorted(byId)) === told(expected.toSorted(byId))) resumed.foretold += 1
  else resumed.wrong.push(`round ${fight.round} of ${id}:\n${told(expected)}\n${told(found)}`)
}

/** What the round comes to, from nothing but what was stored. */
function foretell({ participants, pending, seed, round }: Data) {
  const outcome = resolveRound({
    participants,
    actions: new Map(pending.map((action) => [action.id, action])),
    draw: drawsOfRound(seed, round),
    rules: balance.combat,
  })
  return participants.map(({ id }) => {
    const { action, commit, timedOut } = outcome.effectiveActions[id] ?? { action: '', commit: 0, timedOut: false }
    return { id, action, commit, timedOut, hits: outcome.hits[id], fightersRemaining: outcome.fightersRemaining[id] }
  })
}
