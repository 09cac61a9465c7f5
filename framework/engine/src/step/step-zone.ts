import { afterRejection, beginSearch } from '../inputs/search-culprits.ts'
import { takeInputs } from '../inputs/take-inputs.ts'
import { ModuleFault } from '../module/module-fault.ts'
import { recordStep } from '../recording/record-step.ts'
import { loseZone } from '../watching/give-up-zone.ts'
import { stepAhead, stepDone } from '../watching/watch-zone.ts'
import { beatNumber, stepEveryMs } from '../zone/beat.ts'
import type { Engine } from '../zone/engine.ts'
import type { StepTime } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import { commitStep } from './commit-step.ts'
import { failStep } from './fail-step.ts'
import { finishSearch } from './finish-search.ts'
import { finishIdleStep, finishStep } from './finish-step.ts'
import { type PlannedRun, planGuarded } from './plan-guarded.ts'
import { reloadZone } from './reload-zone.ts'
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
  if (!(await isReady(engine, zone)) || zone.status !== 'open') return
  // What was in doubt is stored: this beat has shown it, and shows no other tick.
  if (zone.committed.tick > tick) return
  if (zone.beatsToSkip > 0) {
    zone.beatsToSkip -= 1
    return
  }
  await runStep(engine, zone, nextTime(engine, zone, beat), beat?.isPrompt)
}

/** `stopped`: the storage did not take it; everything is as before. A fault: the module failed, with or without inputs. */
export type StepOutcome = 'done' | 'stopped' | ModuleFault

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
  const everyMs = stepEveryMs(zone)
  // In a longer period there is time for both.
  const isAfterStop = zone.wasStopped && everyMs <= (zone.module.moduleMsMax ?? engine.limits.moduleMsMax)
  const runs = beginRuns(engine, { everyMs, isAfterStop })
  const candidates = takeInputs(zone, runs.startedAt, isPrompt)
  zone.queue.take(candidates.map(({ input }) => input))
  let search = beginSearch(candidates, { isByCommit: zone.isolation?.isByCommit === true })
  while (search.brokenBy === undefined) {
    const ran = await runSearch(search, runs, (inputs) =>
      planGuarded(engine, zone, { time, inputs, isFirst: runs.count === 1 }),
    )
    search = ran.search
    if (ran.passed === undefined) continue
    const outcome = await commitRun(engine, zone, ran.passed, runs)
    if (!(outcome instanceof ModuleFault)) {
      if (outcome === 'done') finishSearch(engine, zone, { search, runs, time })
      return runs.fault ?? outcome
    }
    runs.fault ??= outcome
    search = afterRejection(search, outcome)
  }
  zone.queue.giveBack()
  await failStep(engine, zone, search.brokenBy, time)
  return runs.fault ?? search.brokenBy
}

/** Stores what a run would do. A fault: the storage does not take such data. */
async function commitRun(engine: Engine, zone: Zone, run: PlannedRun, { startedAt }: Runs): Promise<StepOutcome> {
  const { inputs } = run
  run.writeLog()
  const plannedAt = engine.clock.monotonic()
  const plan = recordStep(zone, run.plan, inputs, engine.limits)
  if (plan.commit === undefined) {
    zone.queue.giveBack()
    finishIdleStep(engine, zone, plan, inputs)
    return 'done'
  }

  const commit = await commitStep(engine, zone, plan.commit)
  const commitMs = engine.clock.monotonic() - plannedAt
  if (commit.kind !== 'landed' && commit.kind !== 'unknown') zone.queue.giveBack()
  switch (commit.kind) {
    case 'rejected':
      return new ModuleFault('onTick', `the database refused the changes: ${commit.reason}`)
    case 'conflict':
      await reloadZone(engine, zone)
      return 'stopped'
    case 'lost':
      engine.telemetry.stepFailed(zone.module.name, 'conflict')
      loseZone(engine, zone)
      return 'stopped'
    case 'unknown':
      zone.unresolved = { plan, inputs }
      return 'stopped'
    case 'unavailable':
      engine.telemetry.stepFailed(zone.module.name, 'storage')
      return 'stopped'
    case 'landed': {
      const shown = await finishStep(engine, zone, plan, { inputs, isLate: false })
      const totalMs = engine.clock.monotonic() - startedAt
      const { onTickMs } = run
      const entitiesChanged = plan.commit.putEntities.length + plan.commit.deleteEntities.length
      engine.telemetry.step({ module: zone.module.name, onTickMs, commitMs, ...shown, totalMs, entitiesChanged })
      return 'done'
    }
  }
}

/**
 * The time of the next step: the number of its beat, what the clock shows, and what passed on the monotonic clock since
 * the last. A step that comes late has the number of the beat it was due in; no number comes twice.
 */
export function nextTime({ clock }: Engine, zone: Zone, beat?: Beat): StepTime {
  const now = Math.max(Math.floor(clock.now()), zone.committed.at)
  const elapsedMs =
    zone.lastRunMonotonic === undefined ? now - zone.lastRunAt : Math.round(clock.monotonic() - zone.lastRunMonotonic)
  const tick = Math.max(beatNumber(zone, beat?.dueAt ?? now), zone.tick + 1)
  return Object.freeze({ tick, now, elapsedMs: Math.max(0, elapsedMs) })
}
