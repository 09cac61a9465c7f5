import type { ZoneOutlet } from '../ports/connection-outlet.ts'
import type { Limits } from '../ports/limits.ts'
import type { Logger } from '../ports/logger.ts'
import { isNotHere, isStorageTrouble, toZoneFault } from '../ports/zone-fault.ts'
import { HostLink } from './host-link.ts'
import { decodeLinkMessage, encodeLinkMessage } from './link-codec.ts'
import { LinkCongestion } from './link-congestion.ts'
import { callsSchema, type LinkCall } from './link-message.ts'

/** The half of a link that stands with the zones. */
export type HostHalf = {
  /** Where the zones send to. */
  readonly outlet: ZoneOutlet
  /** A message of the other half. Throws where it is none. */
  receive(message: Uint8Array): void
  /** Sends what waits, now. */
  flush(): void
}

/** A call by its name; undefined: there is none of that name. */
export type Served = (name: string) => ((argument: never) => unknown) | undefined

/** Frames that wait for the end of the turn; more are sent at once. It bounds the memory for them. */
const waitingBytesMax = 1_048_576

export function createHostHalf(options: {
  readonly from: string
  readonly serve: Served
  readonly limits: Pick<Limits, 'linkBytesMax'>
  readonly logger: Logger
  /** Takes a message over; it arrives whole, once and in its order. */
  readonly post: (message: Uint8Array) => void
}): HostHalf {
  const { serve, limits, logger, post } = options
  const link = new HostLink(options)
  const congestion = new LinkCongestion({
    bytesMax: limits.linkBytesMax,
    tell: (change) => serve('setCongested')?.(change as never),
  })
  let isFlushPlanned = false
  /** Who wants what is said to wait. */
  let holders = 0

  const flush = () => {
    const message = link.take()
    if (message === undefined) return
    post(encodeLinkMessage(message.header, message.payloads))
    congestion.look(link.unacknowledgedBytes)
  }

  /** What is said in one go is one message. */
  const flushSoon = () => {
    if (link.waitingBytes >= waitingBytesMax) return flush()
    if (isFlushPlanned || holders > 0) return
    isFlushPlanned = true
    queueMicrotask(() => {
      isFlushPlanned = false
      flush()
    })
  }

  const say = (part: Parameters<HostLink['say']>[0]) => {
    link.say(part)
    flushSoon()
  }

  const carryOut = ({ k, a, rid }: LinkCall) => {
    const call = serve(k)
    const done = new Promise((resolve) => {
      if (call === undefined) throw new TypeError(`the link has no call "${k}"`)
      resolve(call(congestion.pass(k, a) as never))
    })
    done.then(
      (value) => rid !== undefined && say({ rid, value }),
      (error: unknown) => {
        if (isNotHere(error) && rid !== undefined) return say({ bounced: rid })
        if (!isStorageTrouble(error)) logger.error({ err: error, call: k }, 'the zones failed on a call')
        if (rid !== undefined) say({ rid, error: toZoneFault(error) })
      },
    )
  }

  return {
    outlet: {
      send(connectionId, frame, kind, finals) {
        link.frame(connectionId, frame, kind, finals)
        flushSoon()
      },
      sendToPlayer(playerId, text) {
        link.textToPlayer(playerId, text)
        flushSoon()
      },
      hold() {
        holders += 1
        let isHeld = true
        return () => {
          if (!isHeld) return
          isHeld = false
          holders -= 1
          flushSoon()
        }
      },
      close: (connectionId, code, reason) => say({ close: [connectionId, code, reason] }),
      began: ({ connectionId, zoneId, watch }) => say({ began: [connectionId, zoneId, watch] }),
      ended({ connectionId, zoneId, watch }) {
        congestion.ended({ connectionId, zoneId, watch })
        say({ ended: [connectionId, zoneId, watch] })
      },
      settled: (operation, settled) => say({ settledOf: operation, settled }),
      noticed: (notice) => say({ noticed: notice }),
    },
    receive(message) {
      const { calls, isNew } = link.receive(callsSchema.parse(decodeLinkMessage(message).header))
      // Who watched over the session before does so no more.
      if (isNew) for (const change of congestion.takeAll()) serve('connectionClosed')?.(change as never)
      for (const call of calls) carryOut(call)
      congestion.look(link.unacknowledgedBytes)
      flushSoon()
    },
    flush,
  }
}
