import { afterRejection, beginSearch } from '../inputs/search-culprits.ts'
import type { StepInputs } from '../inputs/step-inputs.ts'
import { takeInputs } from '../inputs/take-inputs.ts'
import { ModuleFault } from '../module/module-fault.ts'
import { stepAhead, stepDone } from '../watching/watch-zone.ts'
import { nextTime } from '../zone/clockwork.ts'
import type { Engine } from '../zone/engine.ts'
import { skipsBeat } from '../zone/life.ts'
import type { StepTime } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import { commitRun, type StepOutcome } from './commit-run.ts'
import { failStep } from './fail-step.ts'
import { finishSearch } from './finish-search.ts'
import { planGuarded } from './plan-guarded.ts'
import { beginRuns, type Runs, runSearch } from './run-search.ts'
import { isReady } from './settle-doubts.ts'

/**
 * The beat that a step is of: the time at which it was due, by the clock of the server. `isPrompt`: it comes in the midst
 * of a long period, and leaves intents to the end of that.
 */
export type Beat = { readonly dueAt: number; readonly isPrompt: boolean }

/**
 * One beat of one zone. Commit, then show: nothing of a tick leaves the process, and memory does not move on, before its
 * transaction has returned. A step that fails leaves memory, disk and queue as they were.
 */
export async function stepZone(engine: Engine, zone: Zone, beat?: Beat): Promise<void> {
  const { tick } = zone.committed
  if (!(await isReady(engine, zone)) || zone.life.status !== 'open') return
  // What was in doubt is stored: this beat has shown it, and shows no other tick.
  if (zone.committed.tick > tick || skipsBeat(zone)) return
  await runStep(engine, zone, nextTime(engine.clock, zone, beat?.dueAt), beat?.isPrompt)
}

/**
 * One step, at this time. Where the module fails on inputs, those are looked for and refused, and the step is made with
 * all others (FAIL-2). The first failure is reported, even if the step then passed without some of its inputs.
 */
export async function runStep(engine: Engine, zone: Zone, time: StepTime, isPrompt = false): Promise<StepOutcome> {
  stepAhead(zone)
  try {
    return await searchAndCommit(engine, zone, time, isPrompt)
  } finally {
    stepDone(engine, zone)
  }
}

async function searchAndCommit(engine: Engine, zone: Zone, time: StepTime, isPrompt: boolean): Promise<StepOutcome> {
  const runs = beginRunsOn(engine, zone)
  const plan = (inputs: StepInputs) => planGuarded(engine, zone, { time, inputs, isFirst: runs.count === 1 })
  const candidates = takeInputs(zone, runs.startedAt, isPrompt)
  zone.queue.take(candidates.map(({ input }) => input))
  let search = beginSearch(candidates, zone.isolation)
  while (search.brokenBy === undefined) {
    const ran = await runSearch(search, runs, plan)
    search = ran.search
    if (ran.passed === undefined) continue
    const outcome = await commitRun(engine, zone, ran.passed, runs)
    if (outcome === 'done') finishSearch(engine, zone, { search, runs, time })
    if (!(outcome instanceof ModuleFault)) return runs.fault ?? outcome
    runs.fault ??= outcome
    search = afterRejection(search, outcome)
  }
  await failStep(engine, zone, search.brokenBy, time)
  return runs.fault ?? search.brokenBy
}

function beginRunsOn(engine: Engine, zone: Zone): Runs {
  const { stepMs } = zone.schedule
  // In a longer period there is time for both.
  const isAfterStop = zone.lastStepStopped && stepMs <= (zone.module.moduleMsMax ?? engine.limits.moduleMsMax)
  return beginRuns(engine, { stepMs, isAfterStop })
}
