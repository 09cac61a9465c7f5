import type { ZoneId } from 'gridtick'
import type { ZoneLink } from '../ports/zone-link.ts'

type Argument<Name extends keyof ZoneLink> = Parameters<ZoneLink[Name]>[0]

/** How a call crosses a link. */
type CallKind<Argument> = {
  /** Whether its answer comes back. */
  readonly isAnswered: boolean
  /** The zone that it is about. Such calls take effect in their order, and come back where the zone is not here. */
  readonly zoneOf?: (argument: Argument) => ZoneId
}

const byZone = { isAnswered: true, zoneOf: ({ zoneId }: { readonly zoneId: ZoneId }) => zoneId }
const byId = { isAnswered: true, zoneOf: (zoneId: ZoneId) => zoneId }
/** What any node can tell. */
const ofAll = { isAnswered: true }
const signal = { isAnswered: false }

/** Every call of the zone link. What is stored is read by whoever is asked; all else by who runs the zone. */
export const zoneCalls: { readonly [Name in keyof ZoneLink]: CallKind<Argument<Name>> } = {
  subscribe: byZone,
  unsubscribe: byZone,
  leave: byZone,
  connectionClosed: signal,
  setCongested: signal,
  submitIntent: byZone,
  query: byZone,
  createZone: ofAll,
  deleteZone: byId,
  pauseZone: byId,
  resumeZone: byZone,
  changeZone: byZone,
  stepZone: byZone,
  listZones: ofAll,
  describeZone: ofAll,
  listPlayers: byId,
  isMember: ofAll,
  readState: byZone,
  readLog: ofAll,
  readRecording: ofAll,
  listModules: ofAll,
  health: ofAll,
}

export type ZoneCallName = keyof ZoneLink

export function isZoneCall(name: string): name is ZoneCallName {
  return Object.hasOwn(zoneCalls, name)
}

/** The zone that a call is about; undefined: none, or more than one. */
export function zoneOfCall(name: ZoneCallName, argument: unknown): ZoneId | undefined {
  const { zoneOf } = zoneCalls[name] as CallKind<unknown>
  return zoneOf?.(argument)
}

/** The connection that a call or a signal comes from; undefined: it comes from none. */
export function connectionOfCall(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('connectionId' in argument)) return undefined
  return typeof argument.connectionId === 'string' ? argument.connectionId : undefined
}
