import type { Refused } from '@gridtick/protocol/codes'
import { loseZone, takenOver } from '../status/give-up-zone.ts'
import { storeStatus } from '../status/store-status.ts'
import { type Doubts, dropDoubt } from '../zone/doubts.ts'
import type { Engine } from '../zone/engine.ts'
import { rename, type Zone } from '../zone/zone.ts'
import { isUnder } from '../zone/zone-ownership.ts'
import { recordFrom } from '../zone/zone-recorder.ts'
import { settleCommit } from './commit-step.ts'
import { finishStep } from './finish-step.ts'
import { renewZone } from './reload-zone.ts'

/** Whether the zone can be stepped at all: the storage is there, and memory is what it holds. */
export async function isReady(engine: Engine, zone: Zone): Promise<boolean> {
  return (
    engine.storageHealth.isAvailable && !zone.life.isLost && (await settleDoubts(engine, zone)) && !zone.life.isLost
  )
}

/**
 * Why nothing may be done to a zone between its steps; undefined: memory is what is stored. A write of which nobody
 * knows whether it landed is settled first: it may have been the end of the zone, or the join of who wants to leave.
 */
export async function whyUnsettled(engine: Engine, zone: Zone): Promise<Refused | undefined> {
  if (zone.life.isLost) return takenOver
  const isInDoubt = zone.doubts.commit !== undefined || zone.doubts.change !== undefined
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
    if (zone.doubts.commit !== undefined) await settleUnresolved(engine, zone, zone.doubts.commit)
    if (zone.doubts.change !== undefined) await settleChange(engine, zone, zone.doubts.change)
    if (zone.doubts.status) await storeStatus(engine, zone)
    if (zone.doubts.memory) await renewZone(engine, zone)
    return true
  } catch (error) {
    engine.storageHealth.report(error)
    return false
  }
}

/** Whether a commit landed is asked until it is known. Until then its inputs stay taken. */
async function settleUnresolved(engine: Engine, zone: Zone, { plan, inputs }: NonNullable<Doubts['commit']>) {
  const settled = plan.commit === undefined ? 'notLanded' : await settleCommit(engine, zone, plan.commit)
  dropDoubt(zone, 'commit')
  if (settled === 'lost') return loseZone(engine, zone)
  if (settled === 'notLanded') return zone.queue.giveBack()
  await finishStep(engine, zone, plan, { inputs, isLate: true })
}

/** Nobody knows whether a change was stored: memory follows the row, which tells. Rejects with a StorageError. */
export async function settleChange(
  engine: Engine,
  zone: Zone,
  { begun }: NonNullable<Doubts['change']>,
): Promise<void> {
  const stored = await engine.storage.zones.readZone(zone.id)
  dropDoubt(zone, 'change')
  // A zone whose row is gone is found to be deleted by its next step.
  if (stored === undefined) return
  if (!isUnder(zone.claim, stored.zone)) return loseZone(engine, zone)
  rename(zone, stored.zone.name)
  recordFrom(zone, stored.zone.record ? (zone.recording ?? begun) : undefined)
}
