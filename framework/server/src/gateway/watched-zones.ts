import type { ZoneId } from 'gridtick'

/**
 * The zones that one connection watches, or has asked to watch. Each subscribe counts until the zones say that it has
 * ended, so a zone counts once, and until the last of its subscribes is over.
 */
export type WatchedZones = {
  /** The number of this subscribe. Undefined: it would be one zone more than `subscriptionsPerConnectionMax`. */
  begin(zoneId: ZoneId, mode: WatchMode): number | undefined
  /** The zones have answered it. */
  began(zoneId: ZoneId, watch: number): void
  /** Ending twice changes nothing. */
  end(zoneId: ZoneId, watch: number): void
  zoneIds(): readonly ZoneId[]
  /** Whether each subscribe that is not over was answered. */
  areAllAnswered(): boolean
  /**
   * The zones have forgotten what they answered: each zone is to be watched again, under a new number, as it was asked for
   * last. One of which a subscribe still waits is not: that one does it.
   */
  beginAgain(): readonly { readonly zoneId: ZoneId; readonly watch: number; readonly mode: WatchMode }[]
}

export type WatchMode = 'full' | 'delta'

type Watch = { readonly mode: WatchMode; isAnswered: boolean }

export function createWatchedZones(zonesMax: number): WatchedZones {
  const byZone = new Map<ZoneId, Map<number, Watch>>()
  let count = 0

  const add = (zoneId: ZoneId, mode: WatchMode) => {
    count += 1
    const watches = byZone.get(zoneId) ?? new Map<number, Watch>()
    byZone.set(zoneId, watches.set(count, { mode, isAnswered: false }))
    return count
  }

  return {
    begin: (zoneId, mode) => (!byZone.has(zoneId) && byZone.size >= zonesMax ? undefined : add(zoneId, mode)),
    began(zoneId, watch) {
      const known = byZone.get(zoneId)?.get(watch)
      if (known !== undefined) known.isAnswered = true
    },
    end(zoneId, watch) {
      const watches = byZone.get(zoneId)
      watches?.delete(watch)
      if (watches?.size === 0) byZone.delete(zoneId)
    },
    zoneIds: () => [...byZone.keys()],
    areAllAnswered: () => [...byZone.values()].every((watches) => [...watches.values()].every((one) => one.isAnswered)),
    beginAgain() {
      return [...byZone].flatMap(([zoneId, watches]) => {
        const { mode = 'full' } = [...watches.values()].at(-1) ?? {}
        const waiting = [...watches].filter(([, { isAnswered }]) => !isAnswered)
        if (waiting.length > 0) {
          byZone.set(zoneId, new Map(waiting))
          return []
        }
        byZone.delete(zoneId)
        return [{ zoneId, mode, watch: add(zoneId, mode) }]
      })
    },
  }
}
