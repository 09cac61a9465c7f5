import { ModuleFault } from '../module/module-fault.ts'
import { recordStep } from '../recording/record-step.ts'
import { loseZone } from '../status/give-up-zone.ts'
import { raiseDoubt } from '../zone/doubts.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'
import { commitStep } from './commit-step.ts'
import { finishIdleStep, finishStep } from './finish-step.ts'
import type { PlannedRun } from './plan-guarded.ts'
import { reloadZone } from './reload-zone.ts'
import type { Runs } from './run-search.ts'

/** `stopped`: the storage did not take it; everything is as before. A fault: the module failed, with or without inputs. */
export type StepOutcome = 'done' | 'stopped' | ModuleFault

/** Stores what a run would do. A fault: the storage does not take such data. */
export async function commitRun(
  engine: Engine,
  zone: Zone,
  run: PlannedRun,
  { startedAt }: Runs,
): Promise<StepOutcome> {
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
      raiseDoubt(zone, { commit: { plan, inputs } })
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
