import type { Refused } from '@gridtick/protocol/codes'
import { refuseInputs } from '../watching/answer-inputs.ts'
import { dropSubscription } from '../watching/end-subscription.ts'
import { carryOutLeaves } from '../watching/leave-at-once.ts'
import { sendZoneStatus } from '../watching/send-messages.ts'
import type { Engine } from '../zone/engine.ts'
import { isPausedByFailure } from '../zone/life.ts'
import type { Zone } from '../zone/zone.ts'
import { storeStatus } from './store-status.ts'

/** What an operator does to a loaded zone. Each is called between steps, under the zone's `exclusive`. */

/**
 * Stops stepping. Leaves are carried out, all else that is queued stays queued, and an error that is stored stays to be seen; but failures are no longer
 * counted: so it is kept that an operator paused the zone, also one that its failures had paused already.
 */
export async function pauseZone(engine: Engine, zone: Zone): Promise<Refused | undefined> {
  const { status } = zone
  if (status !== 'open' && status !== 'paused')
    return { code: 'conflict', message: `A zone that is ${status} cannot be paused.` }
  if (status === 'paused' && !isPausedByFailure(zone)) return undefined
  await storeStatus(engine, zone, { status: 'paused', failures: 0 })
  zone.status = 'paused'
  zone.failures = 0
  if (status === 'paused') return undefined
  engine.counts.move({ from: 'open', to: 'paused' })
  await carryOutLeaves(engine, zone)
  tellStatus(engine, zone)
  return undefined
}

/** Steps again. With `discardIntents` the queued intents are refused as `discarded` by the next step. */
export async function resumeZone(
  engine: Engine,
  zone: Zone,
  { discardIntents }: { discardIntents: boolean },
): Promise<Refused | undefined> {
  if (zone.status !== 'open' && zone.status !== 'paused')
    return { code: 'conflict', message: `A zone that is ${zone.status} cannot be resumed.` }
  if (discardIntents) for (const input of zone.queue.all()) if (input.kind === 'intent') input.isDiscarded = true
  if (zone.status === 'open') return undefined
  await storeStatus(engine, zone, { status: 'open', failures: 0, error: null })
  zone.status = 'open'
  engine.counts.move({ from: 'paused', to: 'open' })
  zone.failures = 0
  zone.error = null
  zone.beatsToSkip = 0
  engine.wakes.note(zone.committed.wakeAt)
  tellStatus(engine, zone)
  return undefined
}

/** Everybody is told, and what is queued is answered `zone_deleted`. The zone is forgotten by the caller. */
export function closeDeletedZone(engine: Engine, zone: Zone): void {
  zone.status = 'deleted'
  refuseInputs(engine, zone, zone.queue.all(), { code: 'zone_deleted', message: 'This zone was deleted.' })
  tellStatus(engine, zone)
  for (const { connectionId } of zone.subscriptions.all()) dropSubscription(engine, zone, connectionId)
}

function tellStatus(engine: Engine, zone: Zone): void {
  for (const { connectionId } of zone.subscriptions.all()) sendZoneStatus(engine, zone, connectionId)
}
