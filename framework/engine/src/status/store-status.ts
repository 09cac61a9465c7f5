import type { Refused } from '@gridtick/protocol/codes'
import type { StatusChange } from '../ports/storage/zone-storage.ts'
import { giveUpZone } from '../watching/give-up-zone.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * Stores another status, error or count of failures of a zone; without a change, those it has in memory. Refused where
 * the zone is gone, or another's. Rejects with a StorageError; whether the change landed is not known then, so the zone
 * stores its status again before its next step.
 */
export async function storeStatus(engine: Engine, zone: Zone, change: StatusChange = {}): Promise<Refused | undefined> {
  const { status, failures, error } = zone
  zone.isStatusUnsure = true
  try {
    const named = status === 'deleted' ? {} : { status }
    const result = await engine.storage.zones.setStatus(zone.claim, { ...named, failures, error, ...change })
    zone.isStatusUnsure = false
    return result.outcome === 'conflict' ? giveUpZone(engine, zone, result) : undefined
  } catch (trouble) {
    engine.storageHealth.report(trouble)
    throw trouble
  }
}
