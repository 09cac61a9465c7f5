import type { EntityRow } from '@gridtick/engine/ports'
import { BodyReader, damaged } from './body-reader.ts'
import { bodyVersion, op, patchFlags } from './journal-ops.ts'
import { readEntry } from './settled-entries.ts'
import type { SettledOfMember } from './settled-members.ts'

export type JournalTick = { readonly tick: number; readonly body: Uint8Array | ArrayBuffer }

/** What the journal of a zone says beyond the rows of its tables. */
export type Replayed = {
  /** Each entity that the journal has written something of; undefined: it is no more, or never was. */
  readonly entities: ReadonlyMap<string, EntityRow | undefined>
  readonly settled: ReadonlyMap<string, SettledOfMember>
}

/**
 * Runs the ticks of a journal, oldest first, over rows that may be newer than some of them: what an old tick sets back a
 * later one sets again. A patch of an entity without a row belongs to one that is gone by now. Throws a StorageError.
 */
export function replayBodies(ticks: Iterable<JournalTick>, rowOf: (id: string) => EntityRow | undefined): Replayed {
  const ids = new Map<number, string>()
  const entities = new Map<string, EntityRow | undefined>()
  const settled = new Map<string, SettledOfMember>()
  for (const { tick, body } of ticks) {
    const reader = new BodyReader(body)
    if (reader.byte() !== bodyVersion) throw damaged()
    while (!reader.isAtEnd) {
      const head = reader.number()
      const operation = head % 8
      const slot = (head - operation) / 8
      if (operation === op.name) {
        ids.set(slot, reader.text())
        continue
      }
      const id = ids.get(slot)
      if (id === undefined) throw damaged()
      if (operation === op.settled) readSettled(reader, tick, settledOf(settled, id))
      else {
        const before = entities.has(id) ? entities.get(id) : rowOf(id)
        entities.set(id, readEntity(reader, operation, id, before))
      }
    }
  }
  return { entities, settled }
}

function readEntity(
  reader: BodyReader,
  operation: number,
  id: string,
  before: EntityRow | undefined,
): EntityRow | undefined {
  switch (operation) {
    case op.set:
      return [id, reader.text(), reader.signed(), reader.signed(), readOwner(reader), reader.text()]
    case op.step: {
      const step = reader.byte()
      if (before === undefined) return undefined
      const [, kind, x, y, ownerId, data] = before
      return [id, kind, x + (step >> 4) - 8, y + (step & 15) - 8, ownerId, data]
    }
    case op.patch: {
      const flags = reader.byte()
      const place = flags & patchFlags.place ? ([reader.signed(), reader.signed()] as const) : undefined
      const owner = flags & patchFlags.owner ? { id: readOwner(reader) } : undefined
      const data = flags & patchFlags.data ? reader.text() : undefined
      if (before === undefined) return undefined
      const [x, y] = place ?? [before[2], before[3]]
      return [id, before[1], x, y, owner === undefined ? before[4] : owner.id, data ?? before[5]]
    }
    case op.gone:
      return undefined
    default:
      throw damaged()
  }
}

function readOwner(reader: BodyReader): string | null {
  return reader.byte() === 0 ? null : reader.text()
}

function settledOf(all: Map<string, SettledOfMember>, id: string): SettledOfMember {
  const found = all.get(id) ?? { kept: 0, lastSeq: 0, entries: [] }
  all.set(id, found)
  return found
}

function readSettled(reader: BodyReader, tick: number, of: SettledOfMember): void {
  of.kept = reader.number()
  of.lastSeq = reader.number()
  for (let count = reader.number(); count > 0; count--)
    of.entries.push({ tick, entry: readEntry(reader, tick), lastSeq: of.lastSeq })
}
