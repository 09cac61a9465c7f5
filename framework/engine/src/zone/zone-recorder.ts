import type { PlayerId } from 'gridtick'
import type { RecordingHead } from '../ports/storage/recording-storage.ts'
import type { LoadedZone } from '../ports/storage/stored-zone.ts'

/** Where the recording of a zone stands. It moves on with the commit of a step, as all of a zone does. */
export type ZoneRecorder = {
  /** Undefined: what was recorded does not lead to the state in memory; the next step begins again. */
  readonly head: RecordingHead | undefined
  /** The sum of the hashes of all entities; undefined: not added up since the zone was loaded. */
  readonly entitiesHash: bigint | undefined
  /** Who left since the last recorded tick, while the zone did not step. */
  readonly departed: readonly PlayerId[]
}

type Recorded = { recording: ZoneRecorder | undefined }

/** Who left and came back is no longer gone. */
export function recorderOf({ zone, members, departed, recording }: LoadedZone): ZoneRecorder | undefined {
  if (!zone.record) return undefined
  const here = new Set(members.map(({ playerId }) => playerId))
  const gone = departed.map(({ playerId }) => playerId).filter((playerId) => !here.has(playerId))
  return { head: recording, entitiesHash: undefined, departed: gone }
}

/** Undefined: it is not recorded from now on. */
export function recordFrom(zone: Recorded, recorder: ZoneRecorder | undefined): void {
  zone.recording = recorder
}

/** A member left while the zone did not step. */
export function recordDeparture(zone: Recorded, playerId: PlayerId): void {
  const { recording } = zone
  if (recording !== undefined) zone.recording = { ...recording, departed: [...recording.departed, playerId] }
}
