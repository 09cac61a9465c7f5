import type { Refused } from '@gridtick/protocol/codes'
import { storeStatus } from '../status/store-status.ts'
import { loseZone, takenOver } from '../watching/give-up-zone.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'
import { isUnder } from '../zone/zone-ownership.ts'
import { settleCommit } from './commit-step.ts'
import { finishStep } from './finish-step.ts'
import { renewZone } from './reload-zone.ts'

/** Whether the zone can be stepped at all: the storage is there, and memory is what it holds. */
export async function isReady(engine: Engine, zone: Zone): Promise<boolean> {
  return engine.storageHealth.isAvailable && !zone.isLost && (await settleDoubts(engine, zone)) && !zone.isLost
}

/**
 * Why nothing may be done to a zone between its steps; undefined: memory is what is stored. A write of which nobody
 * knows whether it landed is settled first: it may have been the end of the zone, or the join of who wants to leave.
 */
export async function whyUnsettled(engine: Engine, zone: Zone): Promise<Refused | undefined> {
  if (zone.isLost) return takenOver
  const isInDoubt = zone.unresolved !== undefined || zone.unsureChange !== undefined
  if (!isInDoubt || (await isReady(engine, zone))) return undefined
  return {
    code: 'storage_unavailable',
    message: 'What was done to this zone last is still being stored; try again in a moment.',
    retryAfterMs: engine.limits.probeMs,
  }
}

/** Writes of which nobody knows whether they landed are settled before anything else. False: not possible yet. */
async function settleDoubts(engine: Engine, zone: Zone): Promise<boolean> {
  try {
    if (zone.unresolved !== undefined) await settleUnresolved(engine, zone, zone.unresolved)
    if (zone.unsureChange !== undefined) await settleChange(engine, zone, zone.unsureChange)
    if (zone.isStatusUnsure) await storeStatus(engine, zone)
    if (zone.isInDoubt) await renewZone(engine, zone)
    return true
  } catch (error) {
    engine.storageHealth.report(error)
    return false
  }
}

/** Whether a commit landed is asked until it is known. Until then its inputs stay taken. */
async function settleUnresolved(engine: Engine, zone: Zone, { plan, inputs }: NonNullable<Zone['unresolved']>) {
  const settled = plan.commit === undefined ? 'notLanded' : await settleCommit(engine, zone, plan.commit)
  zone.unresolved = undefined
  if (settled === 'lost') return loseZone(engine, zone)
  if (settled === 'notLanded') return zone.queue.giveBack()
  await finishStep(engine, zone, plan, { inputs, isLate: true })
}

/** Nobody knows whether a change was stored: memory follows the row, which tells. Rejects with a StorageError. */
export async function settleChange(
  engine: Engine,
  zone: Zone,
  { begun }: NonNullable<Zone['unsureChange']>,
): Promise<void> {
  const stored = await engine.storage.zones.readZone(zone.id)
  zone.unsureChange = undefined
  // A zone whose row is gone is found to be deleted by its next step.
  if (stored === undefined) return
  if (!isUnder(zone.claim, stored.zone)) return loseZone(engine, zone)
  zone.info = Object.freeze({ ...zone.info, name: stored.zone.name })
  zone.recorder = stored.zone.record ? (zone.recorder ?? begun) : undefined
}
