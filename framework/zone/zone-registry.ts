import type { ZoneId } from '../contract/entity.ts'
import type { Refused } from '../contract/error-codes.ts'
import type { GameModule } from '../contract/module.ts'
import type { LoadedZone } from '../storage/zone-storage.ts'
import { mayUnload } from './activity.ts'
import type { Engine } from './engine.ts'
import { openZone, type Zone } from './zone.ts'

/** A loaded zone, or why there is none. */
export type Acquired = { readonly ok: true; readonly zone: Zone } | { readonly ok: false; readonly refused: Refused }

/**
 * The loaded zones of this process. A zone is loaded when somebody needs it, alone, and forgotten when for a while
 * nobody did. Bounded by the number of stored zones (`zonesMax`), of which only those in use are here.
 */
export class ZoneRegistry {
  readonly #engine: Engine
  readonly #modules: ReadonlyMap<string, GameModule>
  readonly #zones = new Map<ZoneId, Zone>()
  /** Zones being loaded: all who ask meanwhile wait for the same one. */
  readonly #loading = new Map<ZoneId, Promise<Acquired>>()

  constructor(engine: Engine, modules: ReadonlyMap<string, GameModule>) {
    this.#engine = engine
    this.#modules = modules
  }

  loaded(): readonly Zone[] {
    return [...this.#zones.values()]
  }

  get size(): number {
    return this.#zones.size
  }

  get(zoneId: ZoneId): Zone | undefined {
    return this.#zones.get(zoneId)
  }

  /**
   * The zone, loaded if it was not. Who asks first is served first, so calls about one zone take effect in their order.
   * What follows the answer in the same turn cannot meet an unloaded zone. Rejects with a StorageError.
   */
  async acquire(zoneId: ZoneId): Promise<Acquired> {
    const zone = this.#zones.get(zoneId)
    if (zone !== undefined) return { ok: true, zone }
    let loading = this.#loading.get(zoneId)
    if (loading === undefined) {
      loading = this.#load(zoneId)
      this.#loading.set(zoneId, loading)
    }
    return loading
  }

  /** Forgets a zone that was deleted. */
  remove(zoneId: ZoneId): void {
    this.#zones.delete(zoneId)
  }

  /** Forgets zones that nobody needed for `idleLingerMs`. */
  unloadIdle(): void {
    const times = { now: this.#engine.clock.now(), monotonic: this.#engine.clock.monotonic() }
    for (const zone of this.#zones.values())
      if (mayUnload(zone, times, this.#engine.limits)) this.#zones.delete(zone.id)
  }

  async #load(zoneId: ZoneId): Promise<Acquired> {
    try {
      const stored = await this.#engine.storage.loadZone(zoneId)
      if (stored === undefined) return { ok: false, refused: { code: 'not_found', message: 'There is no such zone.' } }
      const module = this.#modules.get(stored.zone.module)
      const refused = whyNot(stored, module)
      if (refused !== undefined || module === undefined) return { ok: false, refused: refused ?? noModule(stored) }
      const zone = openZone(stored, module, this.#engine.limits)
      if (stored.members.some(({ disconnectedAt }) => disconnectedAt === null))
        zone.presenceDueAt = this.#engine.clock.monotonic() + this.#engine.limits.presenceGraceMs
      this.#zones.set(zoneId, zone)
      return { ok: true, zone }
    } catch (error) {
      this.#engine.storageHealth.report(error)
      throw error
    } finally {
      this.#loading.delete(zoneId)
    }
  }
}

function whyNot(stored: LoadedZone, module: GameModule | undefined): Refused | undefined {
  const { zone } = stored
  if (module === undefined) return noModule(stored)
  if (module.stateVersion === zone.stateVersion) return undefined
  return {
    code: 'conflict',
    message: `This zone was stored with state version ${zone.stateVersion} of ${zone.module}; this server runs version ${module.stateVersion}. Run the module it was stored with, or create a new zone.`,
  }
}

function noModule({ zone }: LoadedZone): Refused {
  return {
    code: 'conflict',
    message: `This server does not run the module ${zone.module} of this zone. Name it in MODULES.`,
  }
}
