import type { StoredZone } from '../ports/storage/stored-zone.ts'

/** What numbers the beats of a zone. */
export type BeatNumbering = Pick<StoredZone, 'tickOffset' | 'tickUnitMs'>

/** How a new zone counts: from its creation on, which is beat 0. */
export function firstBeatOffset(tickUnitMs: number, createdAt: number): number {
  return -Math.floor(createdAt / tickUnitMs)
}

/** The number of the beat in which the clock shows `at` (ms since the epoch), whether or not anything happens in it. */
export function beatNumber({ tickOffset, tickUnitMs }: BeatNumbering, at: number): number {
  return tickOffset + Math.floor(at / tickUnitMs)
}
