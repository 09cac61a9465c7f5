import type { Refused } from '@gridtick/protocol/codes'
import { storeStatus } from '../status/store-status.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'
import { hasLanded } from './commit-step.ts'
import { finishStep } from './finish-step.ts'
import { renewZone } from './reload-zone.ts'

/** Whether the zone can be stepped at all: the storage is there, and memory is what it holds. */
export async function isReady(engine: Engine, zone: Zone): Promise<boolean> {
  return engine.storageHealth.isAvailable && (await settleDoubts(engine, zone))
}

/**
 * Why nothing may be done to a zone between its steps; undefined: memory is what is stored. A write of which nobody
 * knows whether it landed is settled first: it may have been the end of the zone, or the join of who wants to leave.
 */
export async function whyUnsettled(engine: Engine, zone: Zone): Promise<Refused | undefined> {
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
    if (zone.unresolved !== undefined) await settleCommit(engine, zone, zone.unresolved)
    if (zone.unsureChange !== undefined) await settleChange(engine, zone, zone.unsureChange)
    if (zone.isStatusUnsure) await storeStatus(engine, zone)
    if (zone.isInDoubt) await renewZone(engine, zone)
    return true
  } catch (error) {
    engine.storageHealth.report(error)
    return false
  }
}

/** The stored tick tells whether a commit landed. Until then its inputs stay taken. */
async function settleCommit(engine: Engine, zone: Zone, { plan, inputs }: NonNullable<Zone['unresolved']>) {
  const landed = plan.commit !== undefined && (await hasLanded(engine, plan.commit))
  zone.unresolved = undefined
  if (!landed) return zone.queue.giveBack()
  engine.wakes.note(plan.wakeAt)
  await finishStep(engine, zone, plan, { inputs, isLate: true })
}

/** Nobody knows whether a change was stored: memory follows the row, which tells. Rejects with a StorageError. */
export async function settleChange(
  { storage }: Engine,
  zone: Zone,
  { begun }: NonNullable<Zone['unsureChange']>,
): Promise<void> {
  const stored = await storage.zones.readZone(zone.id)
  zone.unsureChange = undefined
  // A zone whose row is gone is found to be deleted by its next step.
  if (stored === undefined) return
  zone.info = Object.freeze({ ...zone.info, name: stored.zone.name })
  zone.recorder = stored.zone.record ? (zone.recorder ?? begun) : undefined
}
