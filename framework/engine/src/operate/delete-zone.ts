import { StorageError } from '../ports/storage/storage-error.ts'
import type { ZoneClaim } from '../ports/storage/zone-claim.ts'
import { closeDeletedZone, loseZone, takenOver } from '../status/give-up-zone.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * Deletes a loaded zone, tells everybody, and answers whether it was stored. Called under the zone's `exclusive`. Rejects
 * with a StorageError, also where another server has it.
 */
export async function deleteLoadedZone(engine: Engine, zone: Zone): Promise<boolean> {
  const deleted = zone.life.isLost ? 'takenOver' : await deleteStored(engine, zone.claim)
  if (deleted === 'takenOver') {
    loseZone(engine, zone)
    throw notOurs()
  }
  closeDeletedZone(engine, zone)
  return deleted === 'deleted'
}

/** Deletes a zone that is not loaded, mostly because its module does not run here. Rejects as the other does. */
export async function deleteUnloadedZone(engine: Engine, zoneId: string): Promise<boolean> {
  const claim = await engine.ownership.claim(zoneId)
  if (claim !== undefined) {
    const stored = await engine.storage.zones.readZone(zoneId)
    const deleted = await deleteStored(engine, claim)
    if (deleted === 'takenOver') throw notOurs()
    if (deleted === 'deleted' && stored !== undefined)
      engine.outlet.noticed({ zoneId, module: stored.zone.module, what: 'deleted' })
    return deleted === 'deleted'
  }
  if ((await engine.storage.zones.readZone(zoneId)) !== undefined) throw notOurs()
  return false
}

async function deleteStored({ storage, counts }: Engine, claim: ZoneClaim): Promise<'deleted' | 'gone' | 'takenOver'> {
  const summary = await storage.zones.readZone(claim.zoneId)
  const result = await storage.zones.deleteZone(claim)
  if (result.outcome === 'conflict') return result.differs.includes('zone') ? 'gone' : 'takenOver'
  if (summary !== undefined) counts.move({ from: summary.zone.status })
  return 'deleted'
}

function notOurs(): StorageError {
  return new StorageError('unknown', takenOver.message)
}
