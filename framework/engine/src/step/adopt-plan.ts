import { assert } from 'gridtick/internal'
import type { StepPlan } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import { playersAfterStep } from '../zone/zone-players.ts'

/** Memory moves on to a tick that is stored. Nothing in here may fail. */
export function adoptPlan(zone: Zone, plan: StepPlan): void {
  const { committed } = zone
  assert(plan.time.tick > committed.tick, 'ticks of a zone only grow')
  committed.entities.apply(plan.changes.values())
  for (const [id, { after }] of plan.changes) if (after === undefined) zone.redactions.forget(id)
  committed.tick = plan.time.tick
  committed.at = plan.time.now
  committed.tickOffset = plan.commit?.tickOffset ?? committed.tickOffset
  zone.tickOffset = Math.max(zone.tickOffset, committed.tickOffset)
  committed.state = plan.state
  committed.extras = plan.extras
  committed.wakeAt = plan.wakeAt
  adoptMembers(zone, plan)
  zone.recorder = plan.recorder
  zone.queue.settle(plan.settlement.inputs)
  zone.failures = 0
  zone.error = null
  if (plan.end !== undefined) zone.status = 'finished'
}

function adoptMembers({ committed }: Zone, { settlement }: StepPlan): void {
  committed.players = playersAfterStep(committed, settlement.members)
  for (const [playerId, member] of settlement.members) {
    if (member === undefined) committed.members.delete(playerId)
    else committed.members.set(playerId, member)
  }
}
