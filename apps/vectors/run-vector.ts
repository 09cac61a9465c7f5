import { balance } from '../../modules/space-combat/balance.ts'
import { resolveRound } from '../../modules/space-combat/combat/resolve-round.ts'
import type { Roll, RoundOutcome } from '../../modules/space-combat/combat/round-types.ts'
import { DrawsError, drawsOf } from './draw-source.ts'
import { findDifferences } from './find-differences.ts'
import type { Vector } from './vector-file.ts'

/** Runs one entry through the round resolver. Returns where the outcome differs from what the entry expects: nothing if it passes. */
export function runVector(vector: Vector): string[] {
  const trace: TracedDraw[] = []
  try {
    const next = drawsOf(vector)
    const outcome = resolveRound({
      participants: participantsOf(vector),
      actions: actionsOf(vector),
      draw: (roll) => {
        const draw = next()
        trace.push(tracedDraw(roll, draw))
        return draw
      },
      rules: balance.combat,
    })
    return [...findDifferences(vector.expected, asExpected(outcome, trace), 'expected'), ...compareDraws(vector, trace)]
  } catch (error) {
    if (error instanceof DrawsError) return [`draws: ${error.message}`]
    throw error
  }
}

function participantsOf({ participants }: Vector) {
  return Object.entries(participants).map(([id, { fighters, shields, turns_per_warp: turnsPerWarp }]) => ({
    ...{ id, fighters, shields, turnsPerWarp },
  }))
}

function actionsOf({ actions }: Vector) {
  return new Map(
    Object.entries(actions).map(([id, { action, commit, target_id: targetId, destination_sector: toSector }]) => [
      id,
      { action, commit: commit ?? 0, targetId, toSector },
    ]),
  )
}

/** A draw and what it was for, in the words of the files. */
type TracedDraw = { readonly p: number; readonly draw: number; readonly [key: string]: unknown }

function tracedDraw(roll: Roll, draw: number): TracedDraw {
  const p = roll.chance
  const isTrue = draw < p
  return roll.kind === 'flee'
    ? { kind: 'flee', actor: roll.actorId, opponent: roll.opponentId, p, draw, success: isTrue }
    : { kind: 'shot', attacker: roll.attackerId, target: roll.targetId, p, draw, hit: isTrue }
}

/** The outcome in the words of the files. */
function asExpected(outcome: RoundOutcome, trace: readonly TracedDraw[]) {
  return {
    hits: outcome.hits,
    offensive_losses: outcome.offensiveLosses,
    defensive_losses: outcome.defensiveLosses,
    shield_loss: outcome.shieldLoss,
    fighters_remaining: outcome.fightersRemaining,
    shields_remaining: outcome.shieldsRemaining,
    flee_results: outcome.fleeResults,
    end_state: outcome.result,
    draws_consumed: trace.length,
    effective_actions: Object.fromEntries(
      Object.entries(outcome.effectiveActions).map(([id, { action, commit, targetId, toSector, timedOut }]) => [
        id,
        { action, commit, target_id: targetId, destination_sector: toSector, timed_out: timedOut },
      ]),
    ),
  }
}

function compareDraws({ draws, draw_trace: expected }: Vector, trace: readonly TracedDraw[]): string[] {
  const taken = trace.map(({ draw }) => draw)
  const listed = draws === undefined ? [] : findDifferences(draws, taken, 'draws')
  if (expected === undefined) return listed
  if (Array.isArray(expected)) return [...listed, ...findDifferences(expected, trace, 'draw_trace')]
  const { count, first, last } = expected
  const lastAt = Math.max(0, trace.length - last.length)
  const parts = { count: trace.length, first: trace.slice(0, first.length), last: trace.slice(lastAt) }
  return [...listed, ...findDifferences({ count, first, last }, parts, 'draw_trace')]
}
