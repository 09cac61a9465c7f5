import type { ZoneId } from '../../contract/entity.ts'
import type { Refused } from '../../contract/error-codes.ts'
import type { GameModule } from '../../contract/module.ts'
import type { LoadedZone, StoredZone } from '../../storage/zone-storage.ts'
import type { Engine } from '../engine.ts'
import { openZone, type Zone } from '../zone.ts'
import { mayUnload } from './activity.ts'

/** A module comes back with a new start of the server, which ends the connection anyway. */
const moduleRetryMs = 5_000

/** A loaded zone, or why there is none. */
export type Acquired = { readonly ok: true; readonly zone: Zone } | { readonly ok: false; readonly refused: Refused }

/**
 * The loaded zones of this process. A zone is loaded when somebody needs it, alone, and forgotten when for a while
 * nobody did. Bounded by the number of stored zones (`zonesMax`), of which only those in use are here.
 */
export class ZoneRegistry {
  readonly #engine: Engine
  readonly #modules: ReadonlyMap<string, GameModule>
  readonly #areModulesMissing: boolean
  readonly #zones = new Map<ZoneId, Zone>()
  /** Zones being loaded, and what waits for them. */
  readonly #loading = new Map<ZoneId, Waiter[]>()

  /** `areModulesMissing`: some could not be loaded, and will be once they are mended. */
  constructor(engine: Engine, modules: ReadonlyMap<string, GameModule>, areModulesMissing = false) {
    this.#engine = engine
    this.#modules = modules
    this.#areModulesMissing = areModulesMissing
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

  /** Why a stored zone cannot run on this server; it stays as it is. Undefined: it can. */
  whyNot(zone: StoredZone): Refused | undefined {
    const module = this.#modules.get(zone.module)
    if (module !== undefined) return module.stateVersion === zone.stateVersion ? undefined : otherVersion(zone, module)
    return this.#areModulesMissing ? moduleUnavailable(zone) : noModule(zone)
  }

  /**
   * Runs `work` on the zone, which is loaded if it was not. Works on one zone run in the order in which they were asked
   * for, each in one go: on a loaded zone at once, on one that is being loaded as soon as it is there. Rejects with a
   * StorageError where it cannot be loaded.
   */
  use<Value>(zoneId: ZoneId, work: (acquired: Acquired) => Value | Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        run: (acquired) => resolve(new Promise((done) => done(work(acquired)))),
        fail: reject,
      }
      const zone = this.#zones.get(zoneId)
      if (zone !== undefined) return waiter.run({ ok: true, zone })
      const waiters = this.#loading.get(zoneId)
      if (waiters !== undefined) return void waiters.push(waiter)
      this.#loading.set(zoneId, [waiter])
      void this.#load(zoneId)
    })
  }

  isLoading(zoneId: ZoneId): boolean {
    return this.#loading.has(zoneId)
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

  async #load(zoneId: ZoneId): Promise<void> {
    try {
      const stored = await this.#engine.storage.loadZone(zoneId)
      const acquired = this.#tryOpen(zoneId, stored)
      for (const waiter of this.#take(zoneId)) waiter.run(acquired)
    } catch (error) {
      this.#engine.storageHealth.report(error)
      for (const waiter of this.#take(zoneId)) waiter.fail(error)
    }
  }

  #take(zoneId: ZoneId): readonly Waiter[] {
    const waiters = this.#loading.get(zoneId) ?? []
    this.#loading.delete(zoneId)
    return waiters
  }

  /** A zone whose stored data makes no sense costs nobody else anything. */
  #tryOpen(zoneId: ZoneId, stored: LoadedZone | undefined): Acquired {
    try {
      return this.#open(zoneId, stored)
    } catch (error) {
      this.#engine.logger.error({ zoneId, error: String(error) }, 'a stored zone cannot be opened')
      return { ok: false, refused: { code: 'internal', message: 'This zone cannot be opened. It was reported.' } }
    }
  }

  #open(zoneId: ZoneId, stored: LoadedZone | undefined): Acquired {
    if (stored === undefined) return { ok: false, refused: { code: 'not_found', message: 'There is no such zone.' } }
    const refused = this.whyNot(stored.zone)
    if (refused !== undefined) return { ok: false, refused }
    const module = this.#modules.get(stored.zone.module) as GameModule
    const { clock, limits } = this.#engine
    const zone = openZone(stored, module, limits)
    if (stored.members.some(({ disconnectedAt }) => disconnectedAt === null))
      zone.presenceDueAt = clock.monotonic() + limits.presenceGraceMs
    this.#zones.set(zoneId, zone)
    return { ok: true, zone }
  }
}

/** Who waits for a zone to be loaded. Their number is bounded by the connections and requests there may be. */
type Waiter = { readonly run: (acquired: Acquired) => void; readonly fail: (error: unknown) => void }

function otherVersion(zone: StoredZone, module: GameModule): Refused {
  return {
    code: 'conflict',
    message: `This zone was stored with state version ${zone.stateVersion} of ${zone.module}; this server runs version ${module.stateVersion}. Run the module it was stored with, or create a new zone.`,
  }
}

/** Its players wait for it, and go on when it is there again. */
function moduleUnavailable({ module }: StoredZone): Refused {
  const message = `The module ${module} of this zone cannot be loaded at the moment. The zone goes on when it is mended.`
  return { code: 'module_unavailable', message, retryAfterMs: moduleRetryMs }
}

function noModule(zone: StoredZone): Refused {
  return {
    code: 'conflict',
    message: `This server does not run the module ${zone.module} of this zone. Name it in MODULES.`,
  }
}
