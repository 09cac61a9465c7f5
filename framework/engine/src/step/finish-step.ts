import type { Json } from 'gridtick'
import type { StepInputs } from '../inputs/step-inputs.ts'
import { answerInputs, refuseInputs } from '../watching/answer-inputs.ts'
import { notice, tellStatus } from '../watching/send-messages.ts'
import { type ShowTimes, showNow, showTick } from '../watching/show-tick.ts'
import { nameWitnesses, whoSees } from '../watching/who-sees.ts'
import { noteRun } from '../zone/clockwork.ts'
import type { Engine } from '../zone/engine.ts'
import { momentOf } from '../zone/moment.ts'
import type { StepPlan } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import { adoptPlan } from './adopt-plan.ts'
import { logFault } from './fail-step.ts'
import { forgetSearch } from './finish-search.ts'

/**
 * The transaction has returned: memory moves on, then everybody hears of it. The messages have the moment of the step, or
 * the present one if the server found out later that the step is stored.
 */
export async function finishStep(
  engine: Engine,
  zone: Zone,
  plan: StepPlan,
  { inputs, isLate }: { readonly inputs: StepInputs; readonly isLate: boolean },
): Promise<ShowTimes> {
  const { status } = zone.life
  const previousTick = zone.committed.tick
  const moment = isLate ? momentOf(engine, zone) : { tick: plan.time.tick, at: plan.time.now }
  const before = whoSees(engine, zone, plan.events, moment)
  adoptPlan(zone, plan)
  noteRun(zone, plan.time, engine.clock.monotonic())
  engine.onStep?.({ zoneId: zone.id, time: plan.time, inputs, isCommitted: true })
  for (const fault of plan.faults) logFault(engine, zone, fault, plan.time)
  tellMeasured(engine, zone, plan)
  const shown = await tellStep(engine, zone, plan, { before, previousTick, moment })
  if (plan.end !== undefined)
    closeFinishedZone(engine, zone, { from: status === 'paused' ? 'paused' : 'open', result: plan.end.result })
  if (plan.commit?.recording?.stops) logEndOfRecording(engine, zone)
  return shown
}

type Stepped = Pick<Parameters<typeof showTick>[2], 'previousTick' | 'moment'> & {
  /** Who saw its events before it. */
  readonly before: ReturnType<typeof whoSees>
}

/** Answers, then shows. What a connection gets of both is written together, once the first views are made. */
async function tellStep(
  engine: Engine,
  zone: Zone,
  plan: StepPlan,
  { before, previousTick, moment }: Stepped,
): Promise<ShowTimes> {
  const release = engine.outlet.hold()
  try {
    answerInputs(engine, zone, plan, moment)
    const events = nameWitnesses(plan.events, { before, now: whoSees(engine, zone, plan.events, moment) })
    return await showTick(engine, zone, { events, previousTick, moment }, release)
  } finally {
    release()
  }
}

/** The step had no effect: there is nothing to store, and nobody to tell but those whose views failed. */
export function finishIdleStep(engine: Engine, zone: Zone, plan: StepPlan, inputs: StepInputs): void {
  const { time } = plan
  noteRun(zone, time, engine.clock.monotonic())
  engine.onStep?.({ zoneId: zone.id, time, inputs, isCommitted: false })
  tellMeasured(engine, zone, plan)
  for (const subscription of zone.watching.subscriptions.failing) showNow(engine, zone, subscription)
}

function tellMeasured({ telemetry }: Engine, { module }: Zone, { measured }: StepPlan): void {
  if (measured.length > 0) telemetry.measured(module.name, measured)
}

function closeFinishedZone(
  engine: Engine,
  zone: Zone,
  { from, result }: { readonly from: 'open' | 'paused'; readonly result: Json },
): void {
  engine.counts.move({ from, to: 'finished' })
  forgetSearch(zone)
  refuseInputs(engine, zone, zone.queue.all(), { code: 'zone_finished', message: 'This game is over.' })
  tellStatus(engine, zone)
  notice(engine, zone, { what: 'finished', tick: zone.committed.tick, result })
}

function logEndOfRecording({ logger, limits }: Engine, zone: Zone): void {
  const { recordedSnapshotBytesMax } = limits
  logger.warn({ zoneId: zone.id, recordedSnapshotBytesMax }, 'the zone has grown too large, and is no longer recorded')
}
