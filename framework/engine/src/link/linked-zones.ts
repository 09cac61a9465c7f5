import type { Clock } from '../ports/clock.ts'
import type { ConnectionOutlet } from '../ports/connection-outlet.ts'
import type { Limits } from '../ports/limits.ts'
import type { Logger } from '../ports/logger.ts'
import type { ZoneLink } from '../ports/zone-link.ts'
import { createGatewayHalf, type GatewayHalf } from './gateway-half.ts'
import { createHostHalf, type HostHalf } from './host-half.ts'
import { isZoneCall, type ZoneCallName, zoneCalls, zoneOfCall } from './zone-calls.ts'

/** The zone link over the half that stands with the doors. */
export function zonesOver(half: Pick<GatewayHalf, 'ask' | 'tell'>): ZoneLink {
  const callOf = (name: ZoneCallName) =>
    zoneCalls[name].isAnswered
      ? (argument: unknown) => half.ask(name, argument)
      : (argument: unknown) => half.tell(name, argument)
  const names = Object.keys(zoneCalls) as ZoneCallName[]
  return Object.fromEntries(names.map((name) => [name, callOf(name)])) as ZoneLink
}

/** The zones behind a link, and the two halves of it, which stand in one process. */
export type LinkedZones = { readonly zones: ZoneLink; readonly hostHalf: HostHalf }

/**
 * Zones behind a link whose halves stand side by side: every call, answer and text goes through the codec. `host`: the
 * zones themselves, asked for when they are first needed, since they need the outlet before.
 */
export function linkZones(options: {
  readonly outlet: ConnectionOutlet
  readonly host: () => ZoneLink
  readonly clock: Pick<Clock, 'monotonic' | 'after'>
  readonly limits: Pick<Limits, 'linkBytesMax' | 'zoneLookUpMs'>
  readonly logger: Logger
}): LinkedZones {
  const { outlet, host, clock, limits, logger } = options
  const hostHalf = createHostHalf({
    from: 'host',
    serve: (name) => (isZoneCall(name) ? (host()[name] as (argument: never) => unknown) : undefined),
    limits,
    logger,
    post: (message) => gatewayHalf.receive(message),
  })
  const gatewayHalf = createGatewayHalf({
    from: 'gateway',
    outlet,
    clock,
    zoneOf: (name, argument) => (isZoneCall(name) ? zoneOfCall(name, argument) : undefined),
    lookUpMs: limits.zoneLookUpMs,
    post: (message) => hostHalf.receive(message),
  })
  gatewayHalf.open()
  return { zones: zonesOver(gatewayHalf), hostHalf }
}
