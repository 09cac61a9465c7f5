import type { Refused } from '@gridtick/protocol/codes'
import type { GameModule, ZoneId } from 'gridtick'
import type { LoadedZone, StoredZone } from '../ports/storage/stored-zone.ts'
import type { ZoneClaim } from '../ports/storage/zone-claim.ts'
import { takenOver } from '../status/give-up-zone.ts'
import type { Engine } from '../zone/engine.ts'
import { awaitPresence } from '../zone/watching.ts'
import { openZone, type Zone } from '../zone/zone.ts'
import { isUnder } from '../zone/zone-ownership.ts'
import { mayUnload } from './activity.ts'
import { misfit, moduleUnavailable, noModule, type Obstacle, otherStateVersion } from './why-not-run.ts'

/** Misfits that are remembered. The oldest are forgotten, and read again when somebody asks for them. */
const misfitsMax = 1_000

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
  /** Zones that were read and do not fit their module, which stays the same while this process runs: not read again. */
  readonly #misfits = new Map<ZoneId, Obstacle>()

  /** `areModulesMissing`: some could not be loaded, and will be once they are mended. */
  constructor(engine: Engine, modules: ReadonlyMap<string, GameModule>, areModulesMissing = false) {
    this.#engine = engine
    this.#modules = modules
    this.#areModulesMissing = areModulesMissing
  }

  loaded(): readonly Zone[] {
    return [...this.#zones.values()].filter(({ life }) => !life.isLost)
  }

  get size(): number {
    return this.#zones.size
  }

  get(zoneId: ZoneId): Zone | undefined {
    const zone = this.#zones.get(zoneId)
    return zone?.life.isLost ? undefined : zone
  }

  /** Why a stored zone cannot run on this server, as far as that is known without reading all of it. */
  whyNot(zone: StoredZone): Obstacle | undefined {
    const module = this.#modules.get(zone.module)
    if (module !== undefined) return otherStateVersion(zone, module) ?? this.#misfits.get(zone.id)
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
      const zone = this.get(zoneId)
      if (zone !== undefined) return waiter.run({ ok: true, zone })
      const known = this.#misfits.get(zoneId)
      if (known !== undefined) return waiter.run({ ok: false, refused: known.refused })
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
    this.#misfits.delete(zoneId)
  }

  /** Forgets zones that nobody needed for `idleLingerMs`. */
  unloadIdle(): void {
    const times = { now: this.#engine.clock.now(), monotonic: this.#engine.clock.monotonic() }
    for (const zone of this.#zones.values()) {
      if (!zone.life.isLost && !mayUnload(zone, times, this.#engine.limits)) continue
      this.#zones.delete(zone.id)
      if (!zone.life.isLost) void this.#engine.ownership.release(zone.claim)
    }
  }

  async #load(zoneId: ZoneId): Promise<void> {
    try {
      const acquired = await this.#claim(zoneId)
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

  /** The one place that claims zones to run them, and it does so before it reads them. */
  async #claim(zoneId: ZoneId): Promise<Acquired> {
    const { ownership, storage } = this.#engine
    const claim = await ownership.claim(zoneId)
    if (claim === undefined) {
      const isThere = (await storage.zones.readZone(zoneId)) !== undefined
      return { ok: false, refused: isThere ? takenOver : notFound }
    }
    const acquired = await this.#tryOpen(claim, await storage.zones.loadZone(zoneId))
    if (!acquired.ok) void ownership.release(claim)
    return acquired
  }

  /** A zone whose stored data makes no sense costs nobody else anything. */
  async #tryOpen(claim: ZoneClaim, stored: LoadedZone | undefined): Promise<Acquired> {
    try {
      return await this.#open(claim, stored)
    } catch (error) {
      this.#engine.logger.error({ zoneId: claim.zoneId, error: String(error) }, 'a stored zone cannot be opened')
      return { ok: false, refused: { code: 'internal', message: 'This zone cannot be opened. It was reported.' } }
    }
  }

  async #open(claim: ZoneClaim, stored: LoadedZone | undefined): Promise<Acquired> {
    if (stored === undefined) return { ok: false, refused: notFound }
    if (!isUnder(claim, stored.zone)) return { ok: false, refused: takenOver }
    const obstacle = this.whyNot(stored.zone)
    if (obstacle !== undefined) return { ok: false, refused: obstacle.refused }
    const module = this.#modules.get(stored.zone.module) as GameModule
    const found = await misfit(this.#engine, stored, module)
    if (found !== undefined) return this.#refuseMisfit(stored.zone, found)
    const { clock, limits } = this.#engine
    const zone = openZone(stored, module, limits)
    if (stored.members.some(({ disconnectedAt }) => disconnectedAt === null))
      awaitPresence(zone, clock.monotonic() + limits.presenceGraceMs)
    this.#zones.set(zone.id, zone)
    return { ok: true, zone }
  }

  #refuseMisfit({ id, module }: StoredZone, found: Obstacle): Acquired {
    this.#misfits.set(id, found)
    for (const oldest of this.#misfits.keys()) {
      if (this.#misfits.size <= misfitsMax) break
      this.#misfits.delete(oldest)
    }
    this.#engine.logger.error({ module, zoneId: id, error: found.reason }, 'a stored zone does not fit its module')
    return { ok: false, refused: found.refused }
  }
}

const notFound: Refused = { code: 'not_found', message: 'There is no such zone.' }

/** Who waits for a zone to be loaded. Their number is bounded by the connections and requests there may be. */
type Waiter = { readonly run: (acquired: Acquired) => void; readonly fail: (error: unknown) => void }
