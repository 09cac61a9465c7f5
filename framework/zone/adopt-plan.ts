import { assert } from '../kernel/assert.ts'
import { playersAfter } from './admit-members.ts'
import type { StepPlan } from './plan-step.ts'
import type { Zone } from './zone.ts'

/** Memory moves on to a tick that is stored. Nothing in here may fail. */
export function adoptPlan(zone: Zone, plan: StepPlan): void {
  const { committed } = zone
  assert(plan.time.tick > committed.tick, 'ticks of a zone only grow')
  committed.entities.apply(plan.changes.values())
  for (const [id, { after }] of plan.changes) if (after === undefined) zone.redactions.forget(id)
  committed.tick = plan.time.tick
  committed.at = plan.time.now
  committed.state = plan.state
  committed.extras = plan.extras
  committed.wakeAt = plan.wakeAt
  adoptMembers(zone, plan)
  zone.queue.settle(plan.settlement.inputs)
  zone.failures = 0
  zone.error = null
  if (plan.end !== undefined) {
    zone.status = 'finished'
    zone.result = plan.end.result
  }
}

function adoptMembers({ committed }: Zone, { settlement }: StepPlan): void {
  if (settlement.members.size === 0) return
  let arePlayersSame = true
  for (const [playerId, member] of settlement.members) {
    const before = committed.members.get(playerId)
    if (before?.disconnectedAt !== member?.disconnectedAt || before === undefined || member === undefined)
      arePlayersSame = false
    if (member === undefined) committed.members.delete(playerId)
    else committed.members.set(playerId, member)
  }
  if (!arePlayersSame) committed.players = Object.freeze(playersAfter(committed.players, settlement.members))
}
