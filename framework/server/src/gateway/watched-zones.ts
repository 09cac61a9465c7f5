import type { ZoneId } from 'gridtick'

/**
 * The zones that one connection watches, or has asked to watch. Each subscribe counts until the zones say that it has
 * ended, so a zone counts once, and until the last of its subscribes is over.
 */
export type WatchedZones = {
  /** The number of this subscribe. Undefined: it would be one zone more than `subscriptionsPerConnectionMax`. */
  begin(zoneId: ZoneId): number | undefined
  /** Ending twice changes nothing. */
  end(zoneId: ZoneId, watch: number): void
  zoneIds(): readonly ZoneId[]
}

export function createWatchedZones(zonesMax: number): WatchedZones {
  const byZone = new Map<ZoneId, Set<number>>()
  let count = 0
  return {
    begin(zoneId) {
      const watches = byZone.get(zoneId) ?? new Set()
      if (watches.size === 0 && byZone.size >= zonesMax) return undefined
      count += 1
      byZone.set(zoneId, watches.add(count))
      return count
    },
    end(zoneId, watch) {
      const watches = byZone.get(zoneId)
      watches?.delete(watch)
      if (watches?.size === 0) byZone.delete(zoneId)
    },
    zoneIds: () => [...byZone.keys()],
  }
}
