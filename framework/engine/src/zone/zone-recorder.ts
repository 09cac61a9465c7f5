import type { PlayerId } from 'gridtick'
import type { RecordingHead } from '../ports/storage/recording-storage.ts'

/** Where the recording of a zone stands. It moves on with the commit of a step, as all of a zone does. */
export type ZoneRecorder = {
  /** Undefined: what was recorded does not lead to the state in memory; the next step begins again. */
  readonly head: RecordingHead | undefined
  /** The sum of the hashes of all entities; undefined: not added up since the zone was loaded. */
  readonly entitiesHash: bigint | undefined
  /** Who left since the last recorded tick, while the zone did not step. */
  readonly departed: readonly PlayerId[]
}
