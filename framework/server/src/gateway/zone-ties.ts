import type { ConnectionChange, Limits, Logger, PlayZones, SubscribeRequest } from '@gridtick/engine/ports'
import { createWatchedZones, type WatchedZones } from './watched-zones.ts'

/** What one connection has going on with the zones: what it watches, what has no answer yet, and what they hear of it. */
export type ZoneTies = {
  readonly watched: WatchedZones
  /** Intents and leaves that have no final answer yet. */
  readonly unanswered: number
  countUnanswered(change: number): void
  /** Whether something that it asked for was not answered. */
  isOwedAnswer(): boolean
  tellCongested(isCongested: boolean): void
  tellClosed(): void
  /** There are other zones, which know nothing: it watches as before. Rejects where it cannot. */
  watchAgain(as: Pick<SubscribeRequest, 'player' | 'isCongested' | 'subprotocol'>): Promise<void>
}

export function createZoneTies(options: {
  readonly connectionId: string
  readonly host: () => PlayZones
  readonly limits: Pick<Limits, 'subscriptionsPerConnectionMax'>
  readonly logger: Logger
}): ZoneTies {
  const { connectionId, host, limits, logger } = options
  const watched = createWatchedZones(limits.subscriptionsPerConnectionMax)
  let unanswered = 0
  const change = (): ConnectionChange => ({ connectionId, zoneIds: watched.zoneIds() })

  /** Whatever the zones make of it, the connection goes on with what it was doing. */
  const tell = (say: (zones: PlayZones) => void) => {
    try {
      say(host())
    } catch (error) {
      logger.error({ err: error, connectionId }, 'the zones failed on a signal of the gateway')
    }
  }

  return {
    watched,
    get unanswered() {
      return unanswered
    },
    countUnanswered(by) {
      unanswered += by
    },
    isOwedAnswer: () => unanswered > 0 || !watched.areAllAnswered(),
    tellCongested: (isCongested) => tell((zones) => zones.setCongested({ ...change(), isCongested })),
    tellClosed: () => tell((zones) => zones.connectionClosed(change())),
    async watchAgain(as) {
      const again = watched.beginAgain().map((watch) => ({ connectionId, ...watch, ...as, isResumed: true }))
      await Promise.all(again.map((request) => host().subscribe(request)))
    },
  }
}
