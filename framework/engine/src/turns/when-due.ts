import type { TurnReason } from 'gridtick'
import { isOfProgramsAlone } from './of-programs-alone.ts'
import { readySince } from './ready-since.ts'
import type { TurnSituation } from './turn-situation.ts'

/** When a turn is to be resolved: by the first beat at or after that time. */
export type TurnDue = { readonly at: number; readonly reason: Exclude<TurnReason, 'operator'> }

/**
 * When the turn is due, as things stand, and why; undefined: something must happen first. It may be past. Ready at the end
 * to the very millisecond, and a grace that would reach past it, are the end: that tells less.
 */
export function whenDue(situation: TurnSituation): TurnDue | undefined {
  const { turn, schedule } = situation
  if (turn.stage.phase !== 'open') return undefined
  if (isOfProgramsAlone(situation.members)) return whenProgramsAreDue(situation, turn.stage.openedAt)
  const readyAt = schedule.policy === 'deadline' ? undefined : plus(readySince(situation), schedule.graceMs)
  return sooner(endOf(situation), readyAt)
}

/** Programs are ready from the opening, and are kept from racing through their turns. */
function whenProgramsAreDue(situation: TurnSituation, openedAt: number): TurnDue | undefined {
  const { schedule, keepsRunning, bounds } = situation
  if (!keepsRunning) return undefined
  const soonest = openedAt + bounds.minTurnMs
  if (schedule.policy !== 'deadline') return sooner(endOf(situation), soonest)
  const end = endOf(situation)
  return end === undefined ? undefined : { at: Math.max(end, soonest), reason: 'deadline' }
}

function endOf({ turn: { clock } }: TurnSituation): number | undefined {
  return clock.kind === 'runs' ? clock.endsAt : undefined
}

function plus(time: number | undefined, ms: number): number | undefined {
  return time === undefined ? undefined : time + ms
}

function sooner(end: number | undefined, ready: number | undefined): TurnDue | undefined {
  if (end !== undefined && (ready === undefined || end <= ready)) return { at: end, reason: 'deadline' }
  return ready === undefined ? undefined : { at: ready, reason: 'ready' }
}
