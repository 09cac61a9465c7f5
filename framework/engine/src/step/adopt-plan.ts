import { assert } from 'gridtick/internal'
import { numberFrom } from '../zone/clockwork.ts'
import { noteStepped } from '../zone/life.ts'
import type { StepPlan } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import { recordFrom } from '../zone/zone-recorder.ts'
import { moveOn } from '../zone/zone-state.ts'

/** Memory moves on to a tick that is stored. Nothing in here may fail. */
export function adoptPlan(zone: Zone, plan: StepPlan): void {
  const { changes, state, extras, wakeAt, settlement, time } = plan
  assert(time.tick > zone.committed.tick, 'ticks of a zone only grow')
  moveOn(zone, {
    ...{ changes, state, extras, wakeAt, tick: time.tick, at: time.now },
    tickOffset: plan.commit?.tickOffset,
    members: settlement.members,
  })
  numberFrom(zone, Math.max(zone.clockwork.tickOffset, zone.committed.tickOffset))
  recordFrom(zone, plan.recorder)
  zone.queue.settle(settlement.inputs)
  noteStepped(zone, { isOver: plan.end !== undefined })
}
