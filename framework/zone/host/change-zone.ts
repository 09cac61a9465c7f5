import type { Refused } from '../../contract/error-codes.ts'
import type { Limits } from '../../kernel/limits.ts'
import type { Engine } from '../engine.ts'
import type { Zone } from '../zone.ts'
import type { ZoneChangeRequest } from '../zone-host-port.ts'
import { takeSnapshot } from '../zone-snapshot.ts'

/**
 * Renames a zone, begins to record it, or ends that. Called between steps, under the zone's `exclusive`. A recording
 * that begins throws away the one before; one that ends is kept until then. Rejects with a StorageError; if nobody knows
 * then whether the change was stored, the commit of the next recorded step stores it again.
 */
export async function changeZone(
  engine: Engine,
  zone: Zone,
  { name, record }: ZoneChangeRequest,
): Promise<Refused | undefined> {
  const begins = record === true && zone.recorder === undefined
  if (begins && zone.status === 'finished')
    return { code: 'zone_finished', message: 'This game is over; there is nothing left to record.' }
  const info = name === undefined ? zone.info : Object.freeze({ ...zone.info, name })
  const snapshot = begins ? takeSnapshot({ ...zone, info }, undefined, engine.limits) : undefined
  if (begins && snapshot === undefined) return tooLargeToRecord(engine.limits)
  try {
    await engine.storage.changeZone(zone.id, {
      ...(name === undefined ? {} : { name }),
      ...(snapshot === undefined ? {} : { recording: snapshot }),
      ...(record === false ? { recording: 'off' } : {}),
    })
  } catch (error) {
    engine.storageHealth.report(error)
    if (begins) zone.recorder = { head: undefined, entitiesHash: undefined, departed: [] }
    throw error
  }
  zone.info = info
  if (record === false) zone.recorder = undefined
  if (snapshot === undefined) return undefined
  const { tick, number, bytes, size } = snapshot
  const head = { snapshots: [{ tick, number, bytes, size }], last: { tick, number, bytes } }
  zone.recorder = { head, entitiesHash: undefined, departed: [] }
  return undefined
}

export function tooLargeToRecord({ recordedSnapshotBytesMax }: Limits): Refused {
  return {
    code: 'too_large',
    message: `This zone is too large to be recorded: a snapshot has at most ${recordedSnapshotBytesMax} characters (recordedSnapshotBytesMax).`,
  }
}
