import type { Engine } from '../engine.ts'
import { runOnZone } from '../guard/run-on-zone.ts'
import type { StepInputs } from '../inputs/take-inputs.ts'
import type { Zone } from '../zone.ts'
import { LogLines } from './log-lines.ts'
import { ModuleFault, thrownBy } from './module-fault.ts'
import { planStep, type StepPlan, type StepTime } from './plan-step.ts'

/** A plan, and how long it took the module and the checks of what it gave, in ms. */
export type TimedPlan = { readonly plan: StepPlan; readonly onTickMs: number }

/**
 * Plans a step of a zone under the guard, and answers how the module failed where it did. What it logged is written
 * afterwards, also where it was stopped.
 */
export async function planGuarded(
  engine: Engine,
  zone: Zone,
  time: StepTime,
  inputs: StepInputs,
): Promise<TimedPlan | ModuleFault> {
  const { clock, limits, running } = engine
  const lines = new LogLines(limits)
  const planned = await runOnZone(engine, zone, {
    call: { hook: 'onTick' },
    run: () => {
      const startedAt = clock.monotonic()
      const plan = tryPlan({ zone, time, inputs, limits, log: lines.log, running })
      return plan instanceof ModuleFault ? plan : { plan, onTickMs: clock.monotonic() - startedAt }
    },
  })
  lines.write(engine.logger, { module: zone.module.name, zoneId: zone.id, tick: time.tick })
  return planned
}

type PlanRequest = Pick<Engine, 'limits' | 'running'> & {
  readonly zone: Zone
  readonly time: StepTime
  readonly inputs: StepInputs
  readonly log: LogLines['log']
}

function tryPlan({ zone, inputs, ...request }: PlanRequest): StepPlan | ModuleFault {
  const { id: zoneId, info, module, seed, epoch, error, committed } = zone
  try {
    return planStep({ ...request, zoneId, info, module, seed, epoch, hasFailed: error !== null, committed }, inputs)
  } catch (error) {
    return thrownBy('onTick', error)
  }
}
