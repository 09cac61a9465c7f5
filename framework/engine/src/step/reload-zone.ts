import type { LoadedZone } from '../ports/storage/stored-zone.ts'
import { closeDeletedZone, loseZone } from '../status/give-up-zone.ts'
import { dropDoubt } from '../zone/doubts.ts'
import type { Engine } from '../zone/engine.ts'
import { reloadParts, type Zone } from '../zone/zone.ts'
import { isUnder } from '../zone/zone-ownership.ts'
import { replaceState, stateOf } from '../zone/zone-state.ts'

/**
 * What is stored is not what this process committed last: somebody else wrote, against all rules. The zone is read
 * again, so that memory is the stored state once more, and every watcher is shown all of it.
 */
export async function reloadZone(engine: Engine, zone: Zone): Promise<void> {
  engine.telemetry.stepFailed(zone.module.name, 'conflict')
  engine.logger.error(
    { module: zone.module.name, zoneId: zone.id },
    'the stored tick is not the one in memory: read again',
  )
  const loaded = await readAgain(engine, zone)
  if (loaded === undefined) return
  if (isUnder(zone.claim, loaded.zone)) takeOver(zone, loaded)
  else loseZone(engine, zone)
}

/**
 * Code of the module was stopped while it read the zone, so memory is made again of what is stored. It is the same tick:
 * watchers go on with what they were sent, and a recording with what was recorded. Rejects with a StorageError.
 */
export async function renewZone(engine: Engine, zone: Zone): Promise<void> {
  const loaded = await engine.storage.zones.loadZone(zone.id)
  dropDoubt(zone, 'memory')
  if (loaded === undefined) return closeDeletedZone(engine, zone)
  if (!isUnder(zone.claim, loaded.zone)) return loseZone(engine, zone)
  if (loaded.zone.tick !== zone.committed.tick) return reloadZone(engine, zone)
  replaceState(zone, stateOf(loaded, zone.module))
}

function takeOver(zone: Zone, loaded: LoadedZone): void {
  reloadParts(zone, loaded)
  for (const subscription of zone.watching.subscriptions.all()) {
    subscription.sent = undefined
    subscription.seen = undefined
  }
}

/** Undefined: the storage failed, or the zone is gone, and is treated as deleted. */
async function readAgain(engine: Engine, zone: Zone): Promise<LoadedZone | undefined> {
  try {
    const loaded = await engine.storage.zones.loadZone(zone.id)
    if (loaded === undefined) closeDeletedZone(engine, zone)
    return loaded
  } catch (error) {
    engine.storageHealth.report(error)
    return undefined
  }
}
