import type { StepInputs } from '../inputs/step-inputs.ts'
import { LogLines } from '../module/log-lines.ts'
import { ModuleFault, thrownBy } from '../module/module-fault.ts'
import type { Engine } from '../zone/engine.ts'
import { runOnZone } from '../zone/run-on-zone.ts'
import type { StepPlan, StepTime } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import { planStep } from './plan-step.ts'

/** One of the runs of a step that passed. */
export type PlannedRun = {
  readonly plan: StepPlan
  readonly inputs: StepInputs
  /** How long it took the module and the checks of what it gave. */
  readonly onTickMs: number
  /** Writes what the module logged, once it is known that this is the run that counts. */
  readonly writeLog: () => void
}

/**
 * Plans a step of a zone under the guard, and answers how the module failed where it did. `isFirst`: what it logged until
 * then is written, also where it was stopped, as it helps its author; once is enough.
 */
export async function planGuarded(
  engine: Engine,
  zone: Zone,
  { time, inputs, isFirst }: { readonly time: StepTime; readonly inputs: StepInputs; readonly isFirst: boolean },
): Promise<PlannedRun | ModuleFault> {
  const { clock, limits, running } = engine
  const lines = new LogLines(limits)
  const writeLog = () => lines.write(engine.logger, { module: zone.module.name, zoneId: zone.id, tick: time.tick })
  const planned = await runOnZone(engine, zone, {
    call: { hook: 'onTick' },
    run: () => {
      const startedAt = clock.monotonic()
      const plan = tryPlan({ zone, time, inputs, limits, log: lines.log, running })
      return plan instanceof ModuleFault ? plan : { plan, onTickMs: clock.monotonic() - startedAt }
    },
  })
  if (!(planned instanceof ModuleFault)) return { ...planned, inputs, writeLog }
  if (isFirst) writeLog()
  return planned
}

type PlanRequest = Pick<Engine, 'limits' | 'running'> & {
  readonly zone: Zone
  readonly time: StepTime
  readonly inputs: StepInputs
  readonly log: LogLines['log']
}

function tryPlan({ zone, inputs, ...request }: PlanRequest): StepPlan | ModuleFault {
  const { id: zoneId, info, module, seed, claim, life, committed, clockwork } = zone
  const { tickOffset } = clockwork
  const offset = tickOffset === committed.tickOffset ? {} : { tickOffset }
  try {
    return planStep(
      { ...request, zoneId, info, module, seed, claim, hasFailed: life.error !== null, committed, ...offset },
      inputs,
    )
  } catch (error) {
    return thrownBy('onTick', error)
  }
}
