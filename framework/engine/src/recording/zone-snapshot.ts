import { jsonOf } from '../entities/json-of.ts'
import type { Limits } from '../ports/limits.ts'
import type { RecordedMark, RecordedSnapshot } from '../ports/storage/recording-storage.ts'
import type { Zone } from '../zone/zone.ts'
import { stateHash } from './state-hash.ts'

/**
 * The committed state of a zone, to run it again from: all that a step depends on besides its inputs (see
 * `protocol/recording.ts`). `before` is what was recorded last. Undefined: larger than `recordedSnapshotBytesMax`.
 */
export function takeSnapshot(
  zone: Pick<Zone, 'id' | 'info' | 'schedule' | 'module' | 'seed' | 'createdAt' | 'committed'>,
  before: RecordedMark | undefined,
  { recordedSnapshotBytesMax }: Limits,
): RecordedSnapshot | undefined {
  const { number = 0, bytes = 0 } = before ?? {}
  const text = snapshotText(zone, number, recordedSnapshotBytesMax)
  if (text === undefined) return undefined
  return { tick: zone.committed.tick, number, bytes: bytes + text.length, size: text.length, text }
}

function snapshotText(
  { id, info, schedule, module, seed, createdAt, committed }: Parameters<typeof takeSnapshot>[0],
  number: number,
  lengthMax: number,
): string | undefined {
  const { tick, at, wakeAt, state, extras, players, entities } = committed
  const { name, config } = info
  const { name: moduleName, version: moduleVersion, stateVersion } = module
  const head = JSON.stringify({
    tick,
    number,
    at,
    hash: stateHash(committed),
    zone: { id, name, module: moduleName, moduleVersion, stateVersion, seed, ...schedule.told, createdAt, config },
    wakeAt,
    state,
    extras,
    members: players,
  })
  // The texts of most entities are there already; all of them in one go would be made twice by JSON.stringify.
  const texts = entities.all().map(jsonOf)
  const length = texts.reduce((sum, text) => sum + text.length + 1, head.length + 20)
  return length > lengthMax ? undefined : `${head.slice(0, -1)},"entities":[${texts.join(',')}]}`
}
