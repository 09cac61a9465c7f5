import type { ZoneId } from 'gridtick'
import type { ZoneClaim, ZoneOwner } from '../ports/storage/zone-claim.ts'
import type { ZoneStorage } from '../ports/storage/zone-storage.ts'
import type { StorageHealth } from './storage-health.ts'

/**
 * By whom the zones of this process are owned. Who runs a zone claims it once for each time that it is loaded, and gives
 * it back when it is unloaded; nothing else claims what may be loaded, for a claim ends the one before.
 */
export type ZoneOwnership = {
  readonly owner: ZoneOwner
  /** Undefined: there is no such zone, or another server runs it. Rejects with a StorageError. */
  claim(zoneId: ZoneId): Promise<ZoneClaim | undefined>
  /** Where the storage fails the zone stays owned, as it does where the process is killed. Never rejects. */
  release(claim: ZoneClaim): Promise<void>
}

export function createZoneOwnership(options: {
  readonly zones: Pick<ZoneStorage, 'claimZones' | 'releaseZone'>
  readonly owner: ZoneOwner
  readonly storageHealth: Pick<StorageHealth, 'report'>
}): ZoneOwnership {
  const { zones, owner, storageHealth } = options
  return {
    owner,
    async claim(zoneId) {
      const [claim] = await zones.claimZones([zoneId], owner)
      return claim
    },
    async release(claim) {
      try {
        await zones.releaseZone(claim, null)
      } catch (error) {
        storageHealth.report(error)
      }
    },
  }
}

/** Whether what is stored of a zone is still under this claim. */
export function isUnder({ owner, epoch }: ZoneClaim, stored: Pick<ZoneClaim, 'owner' | 'epoch'>): boolean {
  return stored.owner === owner && stored.epoch === epoch
}
