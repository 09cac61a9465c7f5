import { describeFault, type ModuleFault } from '../module/module-fault.ts'
import { storeStatus } from '../status/store-status.ts'
import { carryOutLeaves } from '../watching/leave-at-once.ts'
import { sendZoneStatus } from '../watching/send-messages.ts'
import type { Engine } from '../zone/engine.ts'
import type { StepTime } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * A step failed, and not because of its inputs. It is counted, apart from the transaction that did not happen; the next
 * tries come after 1, 2, 4 … beats, and after `failuresMax` in a row the zone is paused (FAIL-3). Of one that is paused,
 * and stepped by hand, only the error is stored: its count tells who paused it.
 */
export async function failStep(engine: Engine, zone: Zone, fault: ModuleFault, time: StepTime): Promise<void> {
  const error = logFault(engine, zone, fault, time)
  const isByHand = zone.status === 'paused'
  const failures = isByHand ? zone.failures : zone.failures + 1
  const isTooOften = !isByHand && failures >= engine.limits.failuresMax
  try {
    const refused = await storeStatus(engine, zone, { failures, error, ...(isTooOften ? { status: 'paused' } : {}) })
    if (refused !== undefined) return
  } catch {
    // Reported. It was not counted; the next try counts.
    return
  }
  zone.failures = failures
  zone.error = error
  if (isByHand) return
  zone.beatsToSkip = 2 ** Math.min(failures - 1, 10) - 1
  if (isTooOften) await pauseFailingZone(engine, zone)
}

async function pauseFailingZone(engine: Engine, zone: Zone): Promise<void> {
  zone.status = 'paused'
  engine.counts.move({ from: 'open', to: 'paused' })
  zone.isolation = undefined
  engine.logger.error(
    { module: zone.module.name, zoneId: zone.id, failures: zone.failures },
    'the zone is paused after failing again and again: fix the module, then resume it',
  )
  await carryOutLeaves(engine, zone)
  for (const { connectionId } of zone.subscriptions.all()) sendZoneStatus(engine, zone, connectionId, 'internal')
}

/** One line for the operator and the author of the module; answers its text. */
export function logFault(engine: Engine, zone: Zone, fault: ModuleFault, { tick }: StepTime): string {
  const text = describeFault(fault, { module: zone.module.name, zoneId: zone.id, tick })
  engine.telemetry.stepFailed(zone.module.name, 'module')
  engine.logger.error({ module: zone.module.name, zoneId: zone.id, tick, hook: fault.hook }, text)
  return text
}
