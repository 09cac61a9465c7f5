import type { Captain } from './captain.ts'
import type { Order } from './order.ts'
import type { Situation } from './situation.ts'
import type { Intent } from './wire.ts'

/** What is said to the server for it. */
export type Request =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'plot'; readonly to: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'retire' }

/** Turns what a captain decides into what it says. Who was just refused goes somewhere else instead of insisting. */
export function requestFor(captain: Captain, situation: Situation): Request {
  const { refusal } = captain
  captain.refusal = undefined
  if (refusal === 'not_enough_warp' && situation.fight === undefined) return { kind: 'retire' }
  const decided = captain.decide(situation)
  const order: Order = refusal === undefined || situation.fight !== undefined ? decided : { kind: 'stroll' }
  switch (order.kind) {
    case 'ask':
      return { kind: 'intent', intent: order.intent }
    case 'go':
      return moveTowards(captain, situation, order.to)
    case 'stroll':
      return strollFrom(situation)
    case 'wait':
      return { kind: 'nothing' }
    case 'retire':
      return { kind: 'retire' }
  }
}

/** By its own notes, and where they do not lead there, as the server plots it. */
function moveTowards({ course }: Captain, { ship, notes }: Situation, to: number): Request {
  const known = notes.wayTo(ship.sector, to)
  if (known !== undefined) return move(known[0])
  const here = course.indexOf(ship.sector)
  return here >= 0 && course.at(-1) === to ? move(course[here + 1]) : { kind: 'plot', to }
}

function strollFrom({ warps, notes, chance }: Situation): Request {
  const byVisits = [...warps].map((sector) => ({ sector, rank: notes.visits(sector) + chance.next() / 2 }))
  return move(byVisits.sort((one, other) => one.rank - other.rank)[0]?.sector)
}

function move(toSector: number | undefined): Request {
  return toSector === undefined ? { kind: 'nothing' } : { kind: 'intent', intent: { type: 'move', toSector } }
}
