import type { Refused } from '@gridtick/protocol/codes'
import type { ZoneId } from 'gridtick'
import type { ZoneRegistry } from '../schedule/zone-registry.ts'
import type { Engine } from '../zone/engine.ts'

/**
 * Which zones each connection watches, and which connections take no more at the moment. Bounded by
 * `subscriptionsPerConnectionMax` for each connection; all of it is gone with the connection.
 */
export class WatchedZones {
  readonly #byConnection = new Map<string, Set<ZoneId>>()
  readonly #congested = new Set<string>()
  readonly #registry: ZoneRegistry

  constructor(registry: ZoneRegistry) {
    this.#registry = registry
  }

  of(connectionId: string): readonly ZoneId[] {
    return [...(this.#byConnection.get(connectionId) ?? [])]
  }

  has(connectionId: string, zoneId: ZoneId): boolean {
    return this.#byConnection.get(connectionId)?.has(zoneId) ?? false
  }

  /** Undefined: it watches from now on. */
  add({ limits }: Engine, connectionId: string, zoneId: ZoneId): Refused | undefined {
    this.#dropEnded(connectionId)
    const zones = this.#byConnection.get(connectionId) ?? new Set()
    const max = limits.subscriptionsPerConnectionMax
    if (!zones.has(zoneId) && zones.size >= max)
      return { code: 'conflict', message: `A connection watches at most ${max} zones; unsubscribe from one.` }
    this.#byConnection.set(connectionId, zones.add(zoneId))
    return undefined
  }

  delete(connectionId: string, zoneId: ZoneId): void {
    const zones = this.#byConnection.get(connectionId)
    zones?.delete(zoneId)
    if (zones?.size === 0) this.#byConnection.delete(connectionId)
  }

  forget(connectionId: string): void {
    this.#byConnection.delete(connectionId)
    this.#congested.delete(connectionId)
  }

  isCongested(connectionId: string): boolean {
    return this.#congested.has(connectionId)
  }

  setCongested(connectionId: string, isCongested: boolean): void {
    if (isCongested) this.#congested.add(connectionId)
    else this.#congested.delete(connectionId)
  }

  /** Forgets what a zone ended by itself: a refused join, a removed player, a zone that was unloaded since. */
  #dropEnded(connectionId: string): void {
    for (const zoneId of this.of(connectionId)) {
      const isWatching = this.#registry.get(zoneId)?.subscriptions.get(connectionId) !== undefined
      if (!isWatching && !this.#registry.isLoading(zoneId)) this.delete(connectionId, zoneId)
    }
  }
}
