import { given, type Refused } from '@gridtick/protocol/codes'
import type { Limits } from '../ports/limits.ts'
import type { RecordedSnapshot } from '../ports/storage/recording-storage.ts'
import type { ZoneChangeRequest } from '../ports/zone-requests.ts'
import { takeSnapshot } from '../recording/zone-snapshot.ts'
import { giveUpZone } from '../status/give-up-zone.ts'
import { settleChange } from '../step/settle-doubts.ts'
import { raiseDoubt } from '../zone/doubts.ts'
import type { Engine } from '../zone/engine.ts'
import { rename, type Zone } from '../zone/zone.ts'
import { recordFrom, type ZoneRecorder } from '../zone/zone-recorder.ts'

type Change = Omit<ZoneChangeRequest, 'zoneId'>

/**
 * Renames a zone, begins to record it, or ends that. Called between steps, under the zone's `exclusive`. A recording
 * that begins throws away the one before; one that ends is kept until then. Rejects with a StorageError where it was not
 * stored, and where nobody knows whether it was: then the stored row tells, before the next step.
 */
export async function changeZone(engine: Engine, zone: Zone, request: Change): Promise<Refused | undefined> {
  const { name, record } = request
  const begins = record === true && zone.recording === undefined
  if (begins && zone.life.status === 'finished')
    return { code: 'zone_finished', message: 'This game is over; there is nothing left to record.' }
  const info = { ...zone.info, ...given({ name }) }
  const snapshot = begins ? takeSnapshot({ ...zone, info }, undefined, engine.limits) : undefined
  if (begins && snapshot === undefined) return tooLargeToRecord(engine.limits)
  const begun = snapshot && recorderFrom(snapshot)
  try {
    const result = await engine.storage.zones.changeZone(zone.claim, {
      ...given({ name, recording: snapshot }),
      ...(record === false ? { recording: 'off' } : {}),
    })
    if (result.outcome === 'conflict') return giveUpZone(engine, zone, result)
  } catch (error) {
    raiseDoubt(zone, { change: { begun } })
    await settleChange(engine, zone, { begun }).catch(() => undefined)
    if (zone.doubts.change === undefined && !zone.life.isLost && isAsAsked(zone, request)) return undefined
    engine.storageHealth.report(error)
    throw error
  }
  if (name !== undefined) rename(zone, name)
  if (record === false) recordFrom(zone, undefined)
  if (begins) recordFrom(zone, begun)
  return undefined
}

function isAsAsked({ info, recording }: Zone, { name, record }: Change): boolean {
  return (name === undefined || name === info.name) && (record === undefined || record === (recording !== undefined))
}

function recorderFrom({ tick, number, bytes, size }: RecordedSnapshot): ZoneRecorder {
  const head = { snapshots: [{ tick, number, bytes, size }], last: { tick, number, bytes } }
  return { head, entitiesHash: undefined, departed: [] }
}

export function tooLargeToRecord({ recordedSnapshotBytesMax }: Limits): Refused {
  return {
    code: 'too_large',
    message: `This zone is too large to be recorded: a snapshot has at most ${recordedSnapshotBytesMax} characters (recordedSnapshotBytesMax).`,
  }
}
