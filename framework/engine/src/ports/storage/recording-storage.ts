import type { ZoneId } from 'gridtick'

/** Recordings are read here. They are written by the commits of their zones, and go with them. */
export type RecordingStorage = {
  /** What is recorded of a zone, page by page. */
  readRecording(request: RecordingRequest): Promise<RecordingPage>
}

/**
 * A place in a recording. `number` and `bytes` count the ticks and the characters recorded up to it since the recording
 * began, those that were dropped included.
 */
export type RecordedMark = { readonly tick: number; readonly number: number; readonly bytes: number }

/** `size`: characters of this snapshot alone. */
export type SnapshotMark = RecordedMark & { readonly size: number }

export type RecordedSnapshot = SnapshotMark & { readonly text: string }

/** Where a recording stands. */
export type RecordingHead = {
  /** From where it can be run again, oldest first; at least one. */
  readonly snapshots: readonly SnapshotMark[]
  /** What was recorded last, a tick or a snapshot. */
  readonly last: RecordedMark
}

/** What a step adds to the recording of its zone. */
export type RecordingWrites = {
  /** All that was recorded before is thrown away. */
  readonly startsAnew: boolean
  /** The zone as it was before this step. */
  readonly snapshot?: RecordedSnapshot
  readonly recordedTick?: RecordedMark & { readonly text: string }
  /** What was recorded before the snapshot of this tick is dropped. */
  readonly dropBefore?: number
  /** The zone is not recorded any more. */
  readonly stops: boolean
}

export type RecordingRequest = {
  readonly zoneId: ZoneId
  /** Ticks from this one on, and the snapshots after the tick before it. */
  readonly fromTick: number
  readonly ticksMax: number
  /** Characters; there is at least one tick on a page, if there is one at all. */
  readonly bytesMax: number
}

/** JSON texts, oldest first. A snapshot is on the page of the first tick after it. */
export type RecordingPage = {
  readonly snapshots: readonly string[]
  readonly ticks: readonly string[]
  /** The `fromTick` of the next page; null at the end. */
  readonly nextTick: number | null
}
