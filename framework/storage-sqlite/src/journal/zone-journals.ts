import { encodeEntity, encodeMember, type Limits, type ZoneCommit } from '@gridtick/engine/ports'
import type { Connection } from '../database/connection.ts'
import { rowStatements } from '../zones/commit-statements.ts'
import { deleteEntities, deleteMembers, putEntityRows, putMemberRows, putSettled } from '../zones/row-statements.ts'
import { BodyWriter } from './body-writer.ts'
import { dropTicks, foldZone } from './fold-zone.ts'
import { ZoneJournal } from './zone-journal.ts'

export type JournalLimits = Pick<Limits, 'journalFrom' | 'journalTicksMax' | 'journalBytesMax' | 'journalsBytesMax'>

/**
 * The journals of all zones. A tick is one row with all that it changed, and rows of the tables follow it, a few with each
 * commit: what many entities do in each tick is written once, and not once for each of them.
 */
export type ZoneJournals = {
  /** The entities and members of a step, for its transaction. Throws an UnstorableError. */
  write(connection: Connection, commit: ZoneCommit): void
  /** Ends the journal of a zone, in a transaction. */
  fold(connection: Connection, zoneId: string): void
  /** What this process has in memory of a zone may not be what is on disk: the next commit begins with what is there. */
  distrust(zoneId: string): void
  /** Whether this process has more than a few ticks of it open. */
  isLong(zoneId: string): boolean
  /** Zones whose journals this process has open. */
  open(): readonly string[]
}

export function createZoneJournals(limits: JournalLimits): ZoneJournals {
  const writer = new BodyWriter()
  /** `none`: nothing of this zone is in the journal. One that is not here may have left something there. */
  const journals = new Map<string, ZoneJournal | 'none'>()
  let bytesOfAll = 0

  const distrust = (zoneId: string) => {
    const journal = journals.get(zoneId)
    journals.delete(zoneId)
    if (journal instanceof ZoneJournal) bytesOfAll -= journal.bytes
  }

  const journalOf = (connection: Connection, commit: ZoneCommit): ZoneJournal | undefined => {
    const { zoneId } = commit
    let journal = journals.get(zoneId)
    if (journal instanceof ZoneJournal) return journal
    if (journal === undefined) foldZone(connection, zoneId)
    const { putEntities, deleteEntities, putMembers } = commit
    const changes = putEntities.length + deleteEntities.length + putMembers.length
    journal = changes >= limits.journalFrom ? new ZoneJournal(commit.ifTick) : 'none'
    journals.set(zoneId, journal)
    return journal === 'none' ? undefined : journal
  }

  /** A tick that is too large for the journal ends it, and stands in the tables at once. */
  const writeThrough = (connection: Connection, commit: ZoneCommit) => {
    distrust(commit.zoneId)
    foldZone(connection, commit.zoneId)
    for (const statement of rowStatements(commit)) connection.run(statement)
    journals.set(commit.zoneId, 'none')
  }

  /** A cycle ends when it has a quarter of the bytes, and its last tick may add another: two of them are within the bound. */
  const writeTick = (connection: Connection, commit: ZoneCommit, journal: ZoneJournal) => {
    const { zoneId, tick } = commit
    const bytesBefore = journal.bytes
    const isCrowded = bytesOfAll > limits.journalsBytesMax
    const { body, membersNow, fold, dropUntil } = journal.write(writer, commit, {
      commitsMax: limits.journalTicksMax / 2,
      bytesMax: isCrowded ? 1 : limits.journalBytesMax / 4,
    })
    bytesOfAll += journal.bytes - bytesBefore
    if (body !== undefined && body.length > limits.journalBytesMax / 4) return writeThrough(connection, commit)
    if (body !== undefined) connection.run({ text: insertTick, values: [zoneId, tick, body] })
    for (const statement of [
      ...deleteMembers(zoneId, commit.deleteMembers),
      ...putMemberRows(zoneId, membersNow.map(encodeMember)),
      ...putSettled(zoneId, fold.members.map(encodeMember)),
      ...deleteEntities(zoneId, fold.goneEntities),
      ...putEntityRows(zoneId, fold.entities.map(encodeEntity)),
    ])
      connection.run(statement)
    if (dropUntil !== undefined) connection.run(dropTicks(zoneId, dropUntil))
    if (journal.isEmpty) {
      distrust(zoneId)
      journals.set(zoneId, 'none')
    }
  }

  return {
    write(connection, commit) {
      const journal = journalOf(connection, commit)
      if (journal !== undefined) writeTick(connection, commit, journal)
      else for (const statement of rowStatements(commit)) connection.run(statement)
    },

    fold(connection, zoneId) {
      distrust(zoneId)
      foldZone(connection, zoneId)
    },

    distrust,
    isLong(zoneId) {
      const journal = journals.get(zoneId)
      return journal instanceof ZoneJournal && journal.isLong
    },
    open: () => [...journals].flatMap(([zoneId, journal]) => (journal instanceof ZoneJournal ? [zoneId] : [])),
  }
}

const insertTick = 'insert into "zone_journal" ("zoneId", "tick", "body") values (?, ?, ?)'
