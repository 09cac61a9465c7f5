import type { ZoneId } from 'gridtick'
import type { Engine } from '../zone/engine.ts'
import { isDue } from './activity.ts'
import type { ZoneRegistry } from './zone-registry.ts'

/** Due zones loaded by one look; the others are next. */
const wakesPerLook = 64

export type ZoneWaker = {
  /** Loads zones whose wake time has come. Asks the storage only if there is one. */
  wakeDue(now: number): Promise<void>
  /**
   * Loads zones whose modules are to hear who did not come back after the end of the server, or left a zone that rested.
   * Rejects with a StorageError.
   */
  findLost(): Promise<void>
}

/** Brings stored zones into memory that want to run though nobody asks for them. `againAfterMs`: until the next try. */
export function createZoneWaker(options: {
  readonly engine: Engine
  readonly registry: ZoneRegistry
  readonly againAfterMs: number
  /** Lets the event loop have its turn between two zones. */
  readonly turn: () => Promise<void>
  readonly isStopped: () => boolean
}): ZoneWaker {
  const { engine, registry, againAfterMs, turn, isStopped } = options
  const { storage, wakes, storageHealth, limits } = engine
  const { owner } = engine.ownership
  /** Zones that are due but cannot run in this process. They are passed over until it starts again. */
  const unloadable = new Set<ZoneId>()
  let isAwaking = false

  const load = async (zoneId: ZoneId) => {
    const refused = await registry.use(zoneId, (acquired) => (acquired.ok ? undefined : acquired.refused))
    await turn()
    if (refused === undefined || refused.code === 'not_found') return
    unloadable.add(zoneId)
    engine.logger.error({ zoneId, reason: refused.message }, 'a zone is due, and cannot be run')
  }

  /** Due zones that are in memory already wait for their beat, which may be long in coming: they keep nobody waiting. */
  const loadDue = async (now: number) => {
    const passedOver = unloadable.size + registry.loaded().filter((zone) => isDue(zone, now)).length
    const due = await storage.wakes.dueZones(owner, now, wakesPerLook + passedOver)
    for (const zoneId of due) if (!unloadable.has(zoneId) && registry.get(zoneId) === undefined) await load(zoneId)
  }

  return {
    async wakeDue(now) {
      if (wakes.next === null || wakes.next > now || isAwaking || !storageHealth.isAvailable) return
      isAwaking = true
      try {
        await loadDue(now)
        // What is noted from here on counts, whatever the storage answers: it may have been asked before that was stored.
        wakes.reset(null)
        const next = await storage.wakes.nextWakeAt(owner)
        wakes.note(next === null ? null : Math.max(next, now + againAfterMs))
      } catch (error) {
        wakes.note(now + againAfterMs)
        storageHealth.report(error)
      } finally {
        isAwaking = false
      }
    },

    async findLost() {
      for (const zoneId of await storage.wakes.zonesToTell(owner, limits.zonesMax)) {
        if (isStopped()) return
        await load(zoneId)
      }
    },
  }
}
