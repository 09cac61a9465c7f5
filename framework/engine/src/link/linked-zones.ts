import type { Clock } from '../ports/clock.ts'
import type { ConnectionOutlet } from '../ports/connection-outlet.ts'
import type { Limits } from '../ports/limits.ts'
import type { Logger } from '../ports/logger.ts'
import type { ZoneLink } from '../ports/zone-link.ts'
import { createGatewayHalf, type GatewayHalf } from './gateway-half.ts'
import { createHostHalf, type HostHalf } from './host-half.ts'
import { connectionOfCall, isZoneCall, type ZoneCallName, zoneCalls, zoneOfCall } from './zone-calls.ts'

/** The zone link over the half that stands with the doors. */
export function zonesOver(half: Pick<GatewayHalf, 'ask' | 'tell'>): ZoneLink {
  const callOf = (name: ZoneCallName) =>
    zoneCalls[name].isAnswered
      ? (argument: unknown) => half.ask(name, argument)
      : (argument: unknown) => half.tell(name, argument)
  const names = Object.keys(zoneCalls) as ZoneCallName[]
  return Object.fromEntries(names.map((name) => [name, callOf(name)])) as ZoneLink
}

/** The side of the doors: zones that are reached by messages. `post` takes each message over, whole, once and in its order. */
export function createLinkDoors(options: {
  readonly outlet: ConnectionOutlet
  readonly clock: Pick<Clock, 'monotonic' | 'after'>
  readonly limits: Pick<Limits, 'zoneLookUpMs'>
  readonly post: (message: Uint8Array) => void
}): { readonly zones: ZoneLink; readonly half: GatewayHalf } {
  const { outlet, clock, limits, post } = options
  const half = createGatewayHalf({
    from: 'gateway',
    outlet,
    clock,
    zoneOf: (name, argument) => (isZoneCall(name) ? zoneOfCall(name, argument) : undefined),
    sourceOf: connectionOfCall,
    lookUpMs: limits.zoneLookUpMs,
    post,
  })
  return { zones: zonesOver(half), half }
}

/**
 * The side of the zones. `host`: the zones themselves, asked for when they are first needed, since they need the outlet
 * before.
 */
export function createLinkHost(options: {
  readonly host: () => ZoneLink
  readonly limits: Pick<Limits, 'linkBytesMax'>
  readonly logger: Logger
  readonly post: (message: Uint8Array) => void
}): HostHalf {
  const { host, ...rest } = options
  const serve = (name: string) => (isZoneCall(name) ? (host()[name] as (argument: never) => unknown) : undefined)
  return createHostHalf({ ...rest, from: 'host', serve })
}

/** The zones behind a link, and the two halves of it, which stand in one process. */
export type LinkedZones = { readonly zones: ZoneLink; readonly hostHalf: HostHalf }

/** Zones behind a link whose halves stand side by side: every call, answer and text goes through the codec. */
export function linkZones(
  options: Omit<Parameters<typeof createLinkDoors>[0], 'post'> & Omit<Parameters<typeof createLinkHost>[0], 'post'>,
): LinkedZones {
  const hostHalf = createLinkHost({ ...options, post: (message) => doors.half.receive(message) })
  const doors: ReturnType<typeof createLinkDoors> = createLinkDoors({
    ...options,
    post: (message) => hostHalf.receive(message),
  })
  doors.half.open()
  return { zones: doors.zones, hostHalf }
}
