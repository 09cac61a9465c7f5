/** The engine, for those who build a server around it. */

export { createGuard } from './guard/create-guard.ts'
export { type HookCall, type HookMirror, RunningHook } from './kernel/running-hook.ts'
export { thrownText } from './kernel/thrown-text.ts'
export type { GatewayHalf } from './link/gateway-half.ts'
export type { HostHalf } from './link/host-half.ts'
export { createLinkDoors, createLinkHost, type LinkedZones, linkZones } from './link/linked-zones.ts'
export { findLargestZones } from './operate/largest-zones.ts'
export { pauseStalledZone } from './operate/pause-stalled-zone.ts'
export { createZoneScheduler } from './schedule/zone-scheduler.ts'
export { createEngine, type Engine } from './zone/engine.ts'
export { createZoneHost, type ZoneHost } from './zone-host.ts'
