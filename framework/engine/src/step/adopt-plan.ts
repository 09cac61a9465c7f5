import type { ZonePlayer } from 'gridtick'
import { assert } from 'gridtick/internal'
import type { Zone, ZoneState } from '../zone/zone.ts'
import { type MemberChanges, playersAfter } from './admit-members.ts'
import type { StepPlan } from './plan-step.ts'

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

/** The very list of before where a step changes nobody that a module would notice. */
export function playersAfterStep(
  { players, members }: Readonly<Pick<ZoneState, 'players' | 'members'>>,
  changes: MemberChanges,
): readonly ZonePlayer[] {
  const isNoticed = [...changes].some(([playerId, member]) => {
    const before = members.get(playerId)
    return before === undefined || member === undefined || before.disconnectedAt !== member.disconnectedAt
  })
  return isNoticed ? Object.freeze(playersAfter(players, changes)) : players
}
