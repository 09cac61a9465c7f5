/** What a module is tested with. It needs no server and no test framework. */

export type { FakeClock } from './fake-clock.ts'
export { createFakeClock } from './fake-clock.ts'
export type { LeakCheck, LeakContext } from './leak-check.ts'
export type { ShownEvent, ShownView, TestRefusal } from './test-player.ts'
export type { TestZone, TestZoneOptions } from './test-zone.ts'
export { testZone } from './test-zone.ts'
