import { RunningHook } from '@gridtick/engine'
import type { Limits, LoadedZone } from '@gridtick/engine/ports'
import {
  adoptPlan,
  openZone,
  planStep,
  type StepPlan,
  type StepRecord,
  silentModuleLog,
  stateHash,
  type Zone,
} from '@gridtick/engine/testing'
import type { GameModule } from 'gridtick'

/** What was recorded of a test zone: how it began, and the steps that ran. */
export type Recording = {
  readonly initial: LoadedZone
  readonly module: GameModule
  readonly limits: Limits
  readonly records: readonly (StepRecord & { readonly hash: string })[]
}

/** Runs a recording again from its start. Throws at the first tick whose state is another one. */
export function checkReplay(recording: Recording): void {
  const zone = reopen(recording)
  for (const record of recording.records) {
    const plan = planAgain(recording, zone, record)
    if (plan.commit !== undefined) adoptPlan(zone, plan)
    const hash = stateHash(zone.committed)
    if (hash !== record.hash)
      throw new Error(
        `Tick ${record.time.tick} of ${recording.module.name} gave another state when it was run again (${record.hash}, now ${hash}). ` +
          'onTick must depend on nothing but what it is given: use now, random and newId, and keep nothing between ticks.',
      )
  }
}

/** The zone as it was at the beginning of the recording. */
export function reopen({ initial, module, limits }: Recording): Zone {
  return openZone(initial, module, limits)
}

/** Plans a recorded step on a zone, purely. */
export function planAgain(
  { limits }: Pick<Recording, 'limits'>,
  zone: Zone,
  { time, inputs }: Pick<StepRecord, 'time' | 'inputs'>,
): StepPlan {
  return planStep(
    {
      zoneId: zone.id,
      info: zone.info,
      module: zone.module,
      seed: zone.seed,
      claim: zone.claim,
      hasFailed: false,
      committed: zone.committed,
      time,
      limits,
      log: silentModuleLog,
      running: new RunningHook(),
    },
    inputs,
  )
}
