import type { StatusChange } from '../ports/storage/zone-storage.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * Stores another status, error or count of failures of a zone; without a change, those it has in memory. Rejects with a
 * StorageError. Whether the change landed is not known then, so the zone stores its status anew before its next step.
 */
export async function storeStatus(engine: Engine, zone: Zone, change: StatusChange = {}): Promise<void> {
  const { status, failures, error } = zone
  zone.isStatusUnsure = true
  try {
    await engine.storage.zones.setStatus(zone.id, {
      ...(status === 'deleted' ? {} : { status }),
      failures,
      error,
      ...change,
    })
  } catch (trouble) {
    engine.storageHealth.report(trouble)
    throw trouble
  }
  zone.isStatusUnsure = false
}
