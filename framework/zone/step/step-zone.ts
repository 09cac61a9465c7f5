import type { Engine } from '../engine.ts'
import { afterGroup, splitGroup, suspect } from '../inputs/isolate-inputs.ts'
import { noInputs, type StepInputs, takeInputs } from '../inputs/take-inputs.ts'
import type { Zone } from '../zone.ts'
import { commitStep } from './commit-step.ts'
import { failStep, logFault } from './fail-step.ts'
import { finishIdleStep, finishStep } from './finish-step.ts'
import { ModuleFault } from './module-fault.ts'
import { planGuarded } from './plan-guarded.ts'
import type { StepTime } from './plan-step.ts'
import { recordStep } from './record-step.ts'
import { reloadZone } from './reload-zone.ts'
import { isReady } from './settle-doubts.ts'

/**
 * One beat of one zone. Commit, then show: nothing of a tick leaves the process, and memory does not move on, before its
 * transaction has returned. A step that fails leaves memory, disk and queue as they were.
 */
export async function stepZone(engine: Engine, zone: Zone): Promise<void> {
  if (!(await isReady(engine, zone)) || zone.status !== 'open') return
  if (zone.beatsToSkip > 0) {
    zone.beatsToSkip -= 1
    return
  }
  await runStep(engine, zone, nextTime(engine, zone))
}

/** `stopped`: the storage did not take it; everything is as before. A fault: the module failed, with or without inputs. */
export type StepOutcome = 'done' | 'stopped' | ModuleFault

/** One step, at this time. The first to fail is told, also where the step passed without its inputs then. */
export async function runStep(engine: Engine, zone: Zone, time: StepTime): Promise<StepOutcome> {
  const inputs = takeInputs(zone)
  const first = await tryStep(engine, zone, time, inputs)
  if (first instanceof ModuleFault) await stepWithoutInputs(engine, zone, time, inputs, first)
  else if (first === 'done' && zone.isolation !== undefined) zone.isolation = afterGroup(zone.isolation)
  return first
}

/**
 * The step failed. If it passes without its inputs, they are the cause, and the zone goes on while the failing ones are
 * looked for (FAIL-2); a single one is found already, and refused in the same run. If it fails again, the zone is at fault.
 */
async function stepWithoutInputs(
  engine: Engine,
  zone: Zone,
  time: StepTime,
  inputs: StepInputs,
  fault: ModuleFault,
): Promise<void> {
  const { given } = inputs
  if (given.length === 0) return failStep(engine, zone, fault, time)
  const isFound = given.length === 1
  const second = await tryStep(engine, zone, time, isFound ? { given: [], condemned: given } : noInputs)
  if (second instanceof ModuleFault) return failStep(engine, zone, second, time)
  if (second === 'stopped') return
  logFault(engine, zone, fault, time)
  if (zone.isolation === undefined) zone.isolation = isFound ? undefined : suspect(given)
  else zone.isolation = isFound ? afterGroup(zone.isolation) : splitGroup(zone.isolation, given)
}

async function tryStep(engine: Engine, zone: Zone, time: StepTime, inputs: StepInputs): Promise<StepOutcome> {
  const startedAt = engine.clock.monotonic()
  zone.queue.take([...inputs.condemned, ...inputs.given])
  const planned = await planGuarded(engine, zone, time, inputs)
  if (planned instanceof ModuleFault) {
    zone.queue.giveBack()
    return planned
  }
  const plannedAt = engine.clock.monotonic()
  const plan = recordStep(zone, planned.plan, inputs, engine.limits)
  if (plan.commit === undefined) {
    finishIdleStep(engine, zone, plan, inputs)
    return 'done'
  }

  const commit = await commitStep(engine, plan.commit)
  const commitMs = engine.clock.monotonic() - plannedAt
  if (commit.kind !== 'landed' && commit.kind !== 'unknown') zone.queue.giveBack()
  switch (commit.kind) {
    case 'rejected':
      return new ModuleFault('onTick', `the database refused the changes: ${commit.reason}`)
    case 'conflict':
      await reloadZone(engine, zone)
      return 'stopped'
    case 'unknown':
      zone.unresolved = { plan, inputs }
      return 'stopped'
    case 'unavailable':
      engine.telemetry.stepFailed(zone.module.name, 'storage')
      return 'stopped'
    case 'landed': {
      const shown = await finishStep(engine, zone, plan, inputs)
      const totalMs = engine.clock.monotonic() - startedAt
      const { onTickMs } = planned
      const entitiesChanged = plan.commit.putEntities.length + plan.commit.deleteEntities.length
      engine.telemetry.step({ module: zone.module.name, onTickMs, commitMs, ...shown, totalMs, entitiesChanged })
      return 'done'
    }
  }
}

/** The time of the next step: wall time that never goes back, and what passed on the monotonic clock since the last. */
export function nextTime({ clock }: Engine, zone: Zone): StepTime {
  const now = Math.max(Math.floor(clock.now()), zone.committed.at)
  const elapsedMs =
    zone.lastRunMonotonic === undefined ? now - zone.lastRunAt : Math.round(clock.monotonic() - zone.lastRunMonotonic)
  return Object.freeze({ tick: zone.tick + 1, now, elapsedMs: Math.max(0, elapsedMs) })
}
