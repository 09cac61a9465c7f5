import { parseRecording, recordingFormat, recordingVersion, type ZoneRecording } from '../protocol/recording.ts'
import type { ZoneStorage } from '../storage/zone-storage.ts'

/** All that is recorded of a zone. Throws a RecordingError where there is nothing. */
export async function readRecording(
  storage: Pick<ZoneStorage, 'readRecording'>,
  zoneId: string,
): Promise<ZoneRecording> {
  const all = { ticksMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER }
  const { snapshots, ticks } = await storage.readRecording({ zoneId, fromTick: 0, ...all })
  const texts = `"snapshots":[${snapshots.join(',')}],"ticks":[${ticks.join(',')}]`
  return parseRecording(JSON.parse(`{"format":"${recordingFormat}","version":${recordingVersion},${texts}}`))
}
