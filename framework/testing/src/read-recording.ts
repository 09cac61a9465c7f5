import type { Storage } from '@gridtick/engine/ports'
import { parseRecording, recordingFormat, recordingVersion, type ZoneRecording } from '@gridtick/protocol'

/** All that is recorded of a zone. Throws a RecordingError where there is nothing. */
export async function readRecording(storage: Pick<Storage, 'recordings'>, zoneId: string): Promise<ZoneRecording> {
  const all = { ticksMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER }
  const { snapshots, ticks } = await storage.recordings.readRecording({ zoneId, fromTick: 0, ...all })
  const texts = `"snapshots":[${snapshots.join(',')}],"ticks":[${ticks.join(',')}]`
  return parseRecording(JSON.parse(`{"format":"${recordingFormat}","version":${recordingVersion},${texts}}`))
}
