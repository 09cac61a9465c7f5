import type { Clock, LimitName, Limits } from '@gridtick/engine/ports'
import type { Refused } from '@gridtick/protocol/codes'
import { createWindowedCounter } from './windowed-counter.ts'

/** How many sockets there may be, in all and from one address, and how many of them that have not said who they are. */
export type Admission = {
  /** Asked at the upgrade, where a refusal is cheapest. Counts the attempt. */
  refuseHandshake(address: string): RefusedHandshake | undefined
  /** The limit by which one more socket of this address does not fit. */
  refuseSocket(address: string): 'socketsMax' | 'socketsPerAddressMax' | undefined
  enter(address: string): AdmittedSocket
  readonly sockets: number
  readonly unauthenticated: number
  readonly addresses: number
}

/** `limit`: by which it was refused. */
export type RefusedHandshake = Refused & { readonly limit: LimitName }

/** The place that one socket takes. Each call counts once, however often it is made. */
export type AdmittedSocket = {
  authenticated(): void
  left(): void
}

type Count = { sockets: number; unauthenticated: number }

/** Counts by address exist only while a socket of that address is open, so they are at most `socketsMax`. */
export function createAdmission(limits: Limits, clock: Clock): Admission {
  const handshakes = createWindowedCounter({ windowMs: 1_000, keysMax: limits.rateLimitKeysMax, clock })
  const byAddress = new Map<string, Count>()
  const total: Count = { sockets: 0, unauthenticated: 0 }

  function add(address: string, field: keyof Count, amount: 1 | -1): void {
    const count = byAddress.get(address) ?? { sockets: 0, unauthenticated: 0 }
    count[field] += amount
    total[field] += amount
    if (count.sockets === 0 && count.unauthenticated === 0) byAddress.delete(address)
    else byAddress.set(address, count)
  }

  return {
    refuseHandshake(address) {
      if (handshakes.count(address) > limits.handshakesPerAddressPerSecond)
        return tooMany('Too many handshakes from this address.', {
          limit: 'handshakesPerAddressPerSecond',
          retryAfterMs: handshakes.remainingMs(),
        })
      const fromHere = byAddress.get(address)?.unauthenticated ?? 0
      if (fromHere >= limits.unauthenticatedPerAddressMax)
        return tooMany('Too many sockets from this address that have not said hello.', {
          limit: 'unauthenticatedPerAddressMax',
          retryAfterMs: limits.helloMs,
        })
      if (total.unauthenticated >= limits.unauthenticatedMax)
        return tooMany('Too many sockets that have not said hello.', {
          limit: 'unauthenticatedMax',
          retryAfterMs: limits.helloMs,
        })
      return undefined
    },
    refuseSocket(address) {
      if (total.sockets >= limits.socketsMax) return 'socketsMax'
      const fromHere = byAddress.get(address)?.sockets ?? 0
      return fromHere >= limits.socketsPerAddressMax ? 'socketsPerAddressMax' : undefined
    },
    enter(address) {
      let isUnauthenticated = true
      let isOpen = true
      add(address, 'sockets', 1)
      add(address, 'unauthenticated', 1)
      const authenticated = () => {
        if (isUnauthenticated) add(address, 'unauthenticated', -1)
        isUnauthenticated = false
      }
      return {
        authenticated,
        left() {
          authenticated()
          if (isOpen) add(address, 'sockets', -1)
          isOpen = false
        },
      }
    },
    get sockets() {
      return total.sockets
    },
    get unauthenticated() {
      return total.unauthenticated
    },
    get addresses() {
      return byAddress.size
    },
  }
}

function tooMany(message: string, more: { limit: LimitName; retryAfterMs: number }): RefusedHandshake {
  return { code: 'rate_limited', message, ...more }
}
