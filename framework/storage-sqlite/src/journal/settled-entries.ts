import { looseJson, type SettledSeq, type StoredMember } from '@gridtick/engine/ports'
import type { BodyReader } from './body-reader.ts'
import type { BodyWriter } from './body-writer.ts'
import { entryFlags } from './journal-ops.ts'

/**
 * The results that came to a member, where nothing else of it changed but that old ones were dropped. Undefined: more
 * changed.
 */
export function newEntries(before: StoredMember, after: StoredMember): readonly SettledSeq[] | undefined {
  if (
    before.memberSince !== after.memberSince ||
    before.disconnectedAt !== after.disconnectedAt ||
    before.displayName !== after.displayName ||
    after.lastSeq < before.lastSeq
  )
    return undefined
  const added: SettledSeq[] = []
  let known = before.settled.length - 1
  // From the end: both are sorted by their numbers, and what is missing at the beginning was dropped.
  for (let index = after.settled.length - 1; index >= 0; index--) {
    const entry = after.settled[index] as SettledSeq
    const other = before.settled[known]
    if (other === undefined || entry.seq > other.seq) added.push(entry)
    else if (entry.seq === other.seq && isSame(entry, other)) known -= 1
    else return undefined
  }
  return added
}

function isSame(one: SettledSeq, other: SettledSeq): boolean {
  return one === other || (one.intentId === other.intentId && one.tick === other.tick && one.outcome === other.outcome)
}

export function writeEntry(writer: BodyWriter, entry: SettledSeq, tick: number): void {
  const { seq, intentId, outcome, code, message, details } = entry
  const isUuid = uuidPattern.test(intentId)
  writer.number(seq)
  writer.byte(
    (outcome === 'refused' ? entryFlags.refused : 0) |
      (isUuid ? entryFlags.uuid : 0) |
      (code === undefined ? 0 : entryFlags.code) |
      (message === undefined ? 0 : entryFlags.message) |
      (details === undefined ? 0 : entryFlags.details) |
      (entry.tick === tick ? 0 : entryFlags.otherTick),
  )
  if (isUuid) writer.raw(Buffer.from(intentId.replaceAll('-', ''), 'hex'))
  else writer.text(intentId)
  if (entry.tick !== tick) writer.number(entry.tick)
  if (code !== undefined) writer.text(code)
  if (message !== undefined) writer.text(message)
  if (details !== undefined) writer.text(looseJson(details, 'details'))
}

export function readEntry(reader: BodyReader, tick: number): SettledSeq {
  const seq = reader.number()
  const flags = reader.byte()
  const has = (flag: number) => (flags & flag) !== 0
  return {
    seq,
    intentId: has(entryFlags.uuid) ? uuidOf(reader.raw(16)) : reader.text(),
    outcome: has(entryFlags.refused) ? 'refused' : 'applied',
    tick: has(entryFlags.otherTick) ? reader.number() : tick,
    ...(has(entryFlags.code) ? { code: reader.text() } : {}),
    ...(has(entryFlags.message) ? { message: reader.text() } : {}),
    ...(has(entryFlags.details) ? { details: JSON.parse(reader.text()) } : {}),
  }
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
