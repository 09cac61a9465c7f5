import { describeFault, type ModuleFault } from '../module/module-fault.ts'
import { carryOutLeaves } from '../status/leave-at-once.ts'
import { storeStatus } from '../status/store-status.ts'
import { notice, sendZoneStatus } from '../watching/send-messages.ts'
import type { Engine } from '../zone/engine.ts'
import { failed } from '../zone/life.ts'
import type { StepTime } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import { forgetSearch } from './finish-search.ts'

/**
 * A step failed, and not because of its inputs. It is counted, apart from the transaction that did not happen. Too many in
 * a row, and the zone is paused ({@link failed}).
 */
export async function failStep(engine: Engine, zone: Zone, fault: ModuleFault, time: StepTime): Promise<void> {
  zone.queue.giveBack()
  const error = logFault(engine, zone, fault, time)
  const { status } = zone.life
  try {
    const refused = await storeStatus(engine, zone, failed(zone.life, error, engine.limits.failuresMax))
    if (refused !== undefined) return
  } catch {
    // Reported. It was not counted; the next try counts.
    return
  }
  notice(engine, zone, { what: 'failed', tick: time.tick, error })
  if (zone.life.status !== status) await endFailingZone(engine, zone, error)
}

/** The zone was just paused. */
async function endFailingZone(engine: Engine, zone: Zone, error: string): Promise<void> {
  forgetSearch(zone)
  engine.logger.error(
    { module: zone.module.name, zoneId: zone.id, failures: zone.life.failures },
    'the zone is paused after failing again and again: fix the module, then resume it (under development it resumes when you save)',
  )
  await carryOutLeaves(engine, zone)
  for (const { connectionId } of zone.watching.subscriptions.all())
    sendZoneStatus(engine, zone, connectionId, 'internal')
  notice(engine, zone, { what: 'paused', error })
}

/** One line for the operator and the author of the module; answers its text. */
export function logFault(engine: Engine, zone: Zone, fault: ModuleFault, { tick }: StepTime): string {
  const text = describeFault(fault, { module: zone.module.name, zoneId: zone.id, tick })
  engine.telemetry.stepFailed(zone.module.name, 'module')
  engine.logger.error({ module: zone.module.name, zoneId: zone.id, tick, hook: fault.hook }, text)
  return text
}
