/** What a module is tested with. It needs no server and no test framework. */

export type { RecordedTick, ZoneRecording, ZoneSnapshot } from '../protocol/recording.ts'
export { parseRecording, RecordingError } from '../protocol/recording.ts'
export { describeDifference } from './describe-difference.ts'
export type { FakeClock } from './fake-clock.ts'
export { createFakeClock } from './fake-clock.ts'
export type { LeakCheck, LeakContext } from './leak-check.ts'
export type { EntityDifference, FieldDifference, PartDifference, ReplayDifference } from './replay-difference.ts'
export type { ReplayRequest, ReplayResult } from './replay-recording.ts'
export { replayRecording } from './replay-recording.ts'
export type { ShownEvent, ShownView, TestRefusal } from './test-player.ts'
export type { TestZone, TestZoneOptions } from './test-zone.ts'
export { testZone } from './test-zone.ts'
