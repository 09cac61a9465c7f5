import type { Refused } from '@gridtick/protocol/codes'
import { notice, tellStatus } from '../watching/send-messages.ts'
import type { Engine } from '../zone/engine.ts'
import { isPausedByFailure, paused, resumed } from '../zone/life.ts'
import type { Zone } from '../zone/zone.ts'
import { carryOutLeaves } from './leave-at-once.ts'
import { storeStatus } from './store-status.ts'

/** What an operator does to a loaded zone. Each is called between steps, under the zone's `exclusive`. */

/**
 * Stops stepping. Leaves are carried out, all else that is queued stays queued, and an error that is stored stays to be seen; but failures are no longer
 * counted: so it is kept that an operator paused the zone, also one that its failures had paused already.
 */
export async function pauseZone(engine: Engine, zone: Zone): Promise<Refused | undefined> {
  const { status } = zone.life
  if (status !== 'open' && status !== 'paused')
    return { code: 'conflict', message: `A zone that is ${status} cannot be paused.` }
  if (status === 'paused' && !isPausedByFailure(zone.life)) return undefined
  const refused = await storeStatus(engine, zone, paused(zone.life))
  if (refused !== undefined) return refused
  if (status === 'paused') return undefined
  await carryOutLeaves(engine, zone)
  tellStatus(engine, zone)
  notice(engine, zone, { what: 'paused', error: null })
  return undefined
}

/** Steps again. With `discardIntents` the queued intents are refused as `discarded` by the next step. */
export async function resumeZone(
  engine: Engine,
  zone: Zone,
  { discardIntents }: { discardIntents: boolean },
): Promise<Refused | undefined> {
  const { status } = zone.life
  if (status !== 'open' && status !== 'paused')
    return { code: 'conflict', message: `A zone that is ${status} cannot be resumed.` }
  if (discardIntents) for (const input of zone.queue.all()) if (input.kind === 'intent') input.isDiscarded = true
  if (status === 'open') return undefined
  const refused = await storeStatus(engine, zone, resumed(zone.life))
  if (refused !== undefined) return refused
  engine.wakes.note(zone.committed.wakeAt)
  tellStatus(engine, zone)
  notice(engine, zone, { what: 'resumed' })
  return undefined
}
