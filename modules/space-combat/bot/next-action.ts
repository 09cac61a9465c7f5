import type { BotAction, BotContext, BotOutcome } from '@gridtick/client'
import type { spaceCombat } from '../space-combat.ts'
import type { Captain } from './captain.ts'
import type { Order } from './order.ts'
import { readSituation, type Situation } from './situation.ts'

type Action = BotAction<typeof spaceCombat>
type Outcome = BotOutcome<typeof spaceCombat>

/** Looks about, takes notes, decides, and says it as the server wants to hear it. Nothing while there is no ship. */
export function nextAction(context: BotContext<typeof spaceCombat, Captain>): Action | undefined {
  const { view, playerId, memory: captain, events, last, random } = context
  const { notes } = captain
  for (const event of events) notes.hear(event)
  captain.course = courseOf(last) ?? captain.course
  const situation = readSituation(view, { playerId, notes, random })
  if (situation === undefined) return undefined
  notes.see(situation.ship.sector, situation.warps)

  const refusal = refusalOf(last)
  if (situation.fight !== undefined || refusal === undefined)
    return actionFor(captain.decide(situation), captain, situation)
  // Who was just refused goes somewhere else instead of insisting.
  return refusal === 'not_enough_warp' ? 'leave' : strollFrom(situation)
}

function actionFor(order: Order, captain: Captain, situation: Situation): Action | undefined {
  switch (order.kind) {
    case 'ask':
      return order.intent
    case 'go':
      return moveTowards(captain, situation, order.to)
    case 'stroll':
      return strollFrom(situation)
    case 'wait':
      return undefined
    case 'retire':
      return 'leave'
  }
}

/** By its own notes, and where they do not lead there, as the server plots it. */
function moveTowards({ course }: Captain, { ship, notes }: Situation, to: number): Action | undefined {
  const known = notes.wayTo(ship.sector, to)
  if (known !== undefined) return move(known[0])
  const here = course.indexOf(ship.sector)
  return here >= 0 && course.at(-1) === to ? move(course[here + 1]) : { query: 'plot_course', input: { to } }
}

function strollFrom({ warps, notes, random }: Situation): Action | undefined {
  const byVisits = warps.map((sector) => ({ sector, rank: notes.visits(sector) + random.float() / 2 }))
  return move(byVisits.sort((one, other) => one.rank - other.rank)[0]?.sector)
}

function move(toSector: number | undefined): Action | undefined {
  return toSector === undefined ? undefined : { type: 'move', payload: { toSector } }
}

/** The way that the server plotted, if that was asked for. */
function courseOf(last: Outcome | undefined): readonly number[] | undefined {
  if (last === undefined || !('query' in last) || last.query !== 'plot_course') return undefined
  return last.answer !== undefined && 'path' in last.answer ? last.answer.path : undefined
}

/** Why the last action led to nothing; not if the same may work in a moment. */
function refusalOf(last: Outcome | undefined): string | undefined {
  if (last === undefined) return undefined
  if ('query' in last) return courseOf(last) === undefined ? 'unreachable' : undefined
  return last.result.outcome === 'refused' && !last.result.retryable ? last.result.code : undefined
}
