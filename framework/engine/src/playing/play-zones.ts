import { closeCodes } from '@gridtick/protocol'
import { given, type Refused } from '@gridtick/protocol/codes'
import { isNotHere } from '../ports/zone-fault.ts'
import type { PlayZones } from '../ports/zone-link.ts'
import type { IntentRequest, SubscribeRequest } from '../ports/zone-requests.ts'
import type { ZoneAccess } from '../schedule/zone-access.ts'
import { endSubscription } from '../watching/end-subscription.ts'
import { sendRefusal } from '../watching/send-messages.ts'
import { showSoon, subscribe, unsubscribe } from '../watching/watch-zone.ts'
import { exclusive } from '../zone/turns.ts'
import { answerQueryInSlice } from './answer-query.ts'
import { leaveZone } from './leave-zone.ts'
import { readAhead, sendDoorRefusal, submitIntent } from './submit-intent.ts'
import { SubscribesInHand } from './subscribes-in-hand.ts'
import { whyNotNow } from './why-not-now.ts'

/** What players do with zones. */
export function createPlayZones(
  { engine, registry, mustBeHere, use, useBehind }: ZoneAccess,
  { newId }: { readonly newId: () => string },
): PlayZones {
  const { outlet } = engine
  const subscribes = new SubscribesInHand()

  return {
    async subscribe(request) {
      const { connectionId, zoneId, watch } = request
      const inHand = subscribes.begin(request)
      let isElsewhere = false
      try {
        mustBeHere(zoneId)
        const closed = whyNotNow(engine)
        if (closed !== undefined) return refuseSubscribe(request, closed)
        await use(zoneId, (acquired) => {
          subscribes.end(inHand)
          if (inHand.isClosed) return
          const { isCongested } = inHand
          if (acquired.ok) subscribe(engine, acquired.zone, { ...request, isCongested })
          else refuseSubscribe(request, acquired.refused)
        })
      } catch (error) {
        isElsewhere = isNotHere(error)
        throw error
      } finally {
        subscribes.end(inHand)
        const standing = registry.get(zoneId)?.watching.subscriptions.get(connectionId)
        if (standing?.watch !== watch && !isElsewhere) outlet.ended({ connectionId, zoneId, watch })
      }
    },

    unsubscribe: (request) =>
      use(request.zoneId, (acquired) =>
        acquired.ok
          ? unsubscribe(engine, acquired.zone, request)
          : sendRefusal(engine, request.connectionId, acquired.refused, { ref: request.ref }),
      ),

    leave: (request) =>
      use(request.zoneId, (acquired) => {
        const { connectionId, ref } = request
        if (!acquired.ok) return sendRefusal(engine, connectionId, acquired.refused, { ref, kind: 'final' })
        const { zone } = acquired
        return zone.life.status === 'open'
          ? leaveZone(engine, zone, request)
          : exclusive(zone, () => leaveZone(engine, zone, request))
      }),

    connectionClosed({ connectionId, zoneIds }) {
      for (const inHand of subscribes.of(connectionId)) inHand.isClosed = true
      for (const zoneId of zoneIds) {
        const zone = registry.get(zoneId)
        if (zone !== undefined) endSubscription(engine, zone, connectionId)
      }
    },

    setCongested({ connectionId, zoneIds, isCongested }) {
      for (const inHand of subscribes.of(connectionId)) inHand.isCongested = isCongested
      for (const zoneId of zoneIds) {
        const zone = registry.get(zoneId)
        const subscription = zone?.watching.subscriptions.get(connectionId)
        if (zone === undefined || subscription === undefined || subscription.isCongested === isCongested) continue
        subscription.isCongested = isCongested
        if (!isCongested && subscription.phase === 'watching') showSoon(engine, zone, subscription)
      }
    },

    submitIntent(request) {
      const { zoneId } = request
      const zone = registry.get(zoneId)
      const ahead = zone && readAhead(engine, zone, request)
      if (ahead === undefined)
        return use(zoneId, (acquired) =>
          acquired.ok ? submitIntent(engine, acquired.zone, request, newId) : refuse(request, acquired.refused),
        )
      return useBehind(zoneId, ahead, (acquired, read) =>
        acquired.ok ? submitIntent(engine, acquired.zone, request, newId, read) : refuse(request, acquired.refused),
      )
    },

    query: (request) =>
      use(request.zoneId, (acquired) => (acquired.ok ? answerQueryInSlice(engine, acquired.zone, request) : acquired)),
  }

  /** One that goes on watching asked for nothing: its client comes back by itself, and asks. */
  function refuseSubscribe({ connectionId, ref, isResumed }: SubscribeRequest, refused: Refused): void {
    if (isResumed === true) outlet.close(connectionId, closeCodes.zoneLost, 'the zone cannot be shown at the moment')
    else sendRefusal(engine, connectionId, refused, { ref })
  }

  function refuse({ zoneId, connectionId, seq, ref }: IntentRequest, refused: Refused) {
    const names = given({ seq, ref })
    if (connectionId !== undefined) sendDoorRefusal(engine, zoneId, connectionId, { ...names, refused })
    return { accepted: false, refused } as const
  }
}
