import {
  type CommitResult,
  cleanText,
  decodeEntity,
  decodeMember,
  decodeZone,
  encodeEntity,
  encodeJson,
  encodeLogRow,
  encodeMember,
  encodeZone,
  integer,
  StorageError,
  UnstorableError,
  type WriteResult,
  type ZoneClaim,
  type ZoneCommit,
  type ZoneOwner,
  type ZoneRow,
  type ZoneStorage,
  type ZoneSummary,
} from '@gridtick/engine/ports'
import { findConflict, noZone } from './find-conflict.ts'
import { MemoryRecording } from './memory-recording.ts'
import { type MemoryTables, type MemoryZone, mayBeClaimed, sortedBy } from './memory-tables.ts'
import { MemoryTurns } from './memory-turns.ts'

export function createMemoryZoneStorage({ zones, log, nodes }: MemoryTables): ZoneStorage {
  const commitOne = (commit: ZoneCommit): CommitResult => {
    try {
      // All that can be refused is made before anything is changed.
      const entities = commit.putEntities.map(encodeEntity)
      const members = commit.putMembers.map(encodeMember)
      const rows = commit.log.map(encodeLogRow)
      const changes = zoneChanges(commit)
      const zone = zones.get(commit.zoneId)
      const conflict = findConflict(commit, zone, commit.ifTick)
      if (conflict !== undefined || zone === undefined) return conflict ?? noZone
      const writeTurns = zone.turns.prepare(commit.turns ?? {})

      for (const id of commit.deleteEntities) zone.entities.delete(id)
      for (const entity of entities) zone.entities.set(entity[0], entity)
      for (const playerId of commit.deleteMembers) zone.members.delete(playerId)
      for (const member of members) zone.members.set(member[0], member)
      for (const playerId of commit.deleteDepartures ?? []) zone.departures.delete(playerId)
      log.add(rows)
      if (commit.recording) zone.recording.write(commit.recording)
      writeTurns()
      changeRow(zone, changes)
      return { outcome: 'committed' }
    } catch (error) {
      if (error instanceof UnstorableError) return { outcome: 'rejected', reason: error.message }
      throw error
    }
  }

  const changeRow = (zone: MemoryZone, changes: Partial<ZoneRow>): ZoneRow => {
    const row = { ...zone.row, ...changes }
    zones.set(row.id, { ...zone, row })
    return row
  }

  const giveTo = (zone: MemoryZone, owner: ZoneOwner) => changeRow(zone, { owner, epoch: zone.row.epoch + 1 })

  const write = (claim: ZoneClaim, work: (zone: MemoryZone) => void): WriteResult => {
    const zone = zones.get(claim.zoneId)
    const conflict = findConflict(claim, zone)
    if (conflict !== undefined || zone === undefined) return conflict ?? noZone
    work(zone)
    return { outcome: 'stored' }
  }

  return {
    async createZone(zone, entities, snapshot) {
      if (zones.has(zone.id)) throw new StorageError('unknown', `There is a zone ${zone.id} already.`)
      try {
        const rows = entities.map(encodeEntity)
        const recording = new MemoryRecording()
        if (snapshot) recording.begin(snapshot)
        zones.set(zone.id, {
          row: encodeZone(zone),
          entities: new Map(rows.map((row) => [row[0], row])),
          members: new Map(),
          departures: new Map(),
          turns: new MemoryTurns(),
          recording,
        })
      } catch (error) {
        if (!(error instanceof UnstorableError)) throw error
        throw new StorageError('unknown', `The zone cannot be stored: ${error.message}`, { cause: error })
      }
    },

    async readZone(zoneId) {
      const zone = zones.get(zoneId)
      return zone && summaryOf(zone)
    },

    async loadZone(zoneId) {
      const zone = zones.get(zoneId)
      if (!zone) return undefined
      return {
        zone: decodeZone(zone.row),
        members: sortedBy([...zone.members.values()], ([playerId]) => playerId).map(decodeMember),
        entities: sortedBy([...zone.entities.values()], ([id]) => id).map(decodeEntity),
        departed: sortedBy([...zone.departures], ([playerId]) => playerId).map(([playerId, displayName]) => ({
          playerId,
          displayName,
        })),
        recording: zone.row.record === 1 ? zone.recording.head : undefined,
      }
    },

    async listZones({ module, status, afterId, limit }) {
      return sortedBy([...zones.values()], ({ row }) => row.id)
        .filter(({ row }) => module === undefined || row.module === module)
        .filter(({ row }) => status === undefined || row.status === status)
        .filter(({ row }) => afterId === undefined || row.id > afterId)
        .slice(0, limit)
        .map(summaryOf)
    },

    async countZones() {
      const counts = { open: 0, paused: 0, finished: 0 }
      for (const { row } of zones.values()) counts[row.status] += 1
      return counts
    },

    async readMember(zoneId, playerId) {
      const member = zones.get(zoneId)?.members.get(playerId)
      return member && decodeMember(member)
    },

    async claimZones(zoneIds, owner) {
      if (!nodes.mayClaim(owner)) return []
      const claimable = sortedBy([...new Set(zoneIds)], (zoneId) => zoneId).flatMap((zoneId) => zones.get(zoneId) ?? [])
      return claimable
        .filter(({ row }) => mayBeClaimed(row, owner, nodes))
        .map((zone) => claimOf(zone.row.owner === null && owner === null ? zone.row : giveTo(zone, owner)))
    },

    async releaseZone(claim, to) {
      if (claim.owner === null && to === null) return { outcome: 'stored' }
      return write(claim, (zone) => void giveTo(zone, to))
    },

    async commit(commits) {
      return commits.map(commitOne)
    },

    async settle(commit) {
      const zone = zones.get(commit.zoneId)
      if (zone === undefined || findConflict(commit, zone) !== undefined) return { outcome: 'lost' }
      return { outcome: zone.row.tick === commit.tick ? 'landed' : 'notLanded', claim: claimOf(zone.row) }
    },

    async setStatus(claim, { status, failures, error }) {
      return write(claim, (zone) =>
        changeRow(zone, {
          ...(status !== undefined && { status }),
          ...(failures !== undefined && { failures }),
          ...(error !== undefined && { error: error === null ? null : cleanText(error) }),
        }),
      )
    },

    async changeZone(claim, { name, recording }) {
      return write(claim, (zone) => {
        changeRow(zone, {
          ...(name !== undefined && { name: cleanText(name) }),
          ...(recording !== undefined && { record: recording === 'off' ? 0 : 1 }),
        })
        if (recording !== undefined && recording !== 'off') zone.recording.begin(recording)
      })
    },

    async removeMember(claim, playerId) {
      return write(claim, ({ members }) => void members.delete(playerId))
    },

    async departMember(claim, playerId) {
      return write(claim, ({ members, departures }) => {
        const member = members.get(playerId)
        if (member !== undefined) departures.set(playerId, member[1])
        members.delete(playerId)
      })
    },

    async deleteZone(claim) {
      return write(claim, ({ row }) => void zones.delete(row.id))
    },
  }
}

function claimOf({ id, owner, epoch }: ZoneRow): ZoneClaim {
  return { zoneId: id, owner, epoch }
}

function summaryOf({ row, members, recording }: MemoryZone): ZoneSummary {
  return { zone: decodeZone(row), members: members.size, recordedTicks: recording.size }
}

/** What a commit does to the row. */
function zoneChanges(commit: ZoneCommit): Partial<ZoneRow> {
  const { tick, at, tickOffset, turn, state, extras, wakeAt, finished, recording } = commit
  return {
    tick: integer(tick, 'tick'),
    at: integer(at, 'at'),
    ...(tickOffset !== undefined && { tickOffset: integer(tickOffset, 'tickOffset') }),
    wakeAt: wakeAt === null || finished ? null : integer(wakeAt, 'wakeAt'),
    failures: 0,
    error: null,
    ...(turn && { turn: encodeJson(turn, 'turn') }),
    ...(state && { state: encodeJson(state, 'state') }),
    ...(extras && { extras: encodeJson(extras, 'extras') }),
    ...(recording && { record: recording.stops ? 0 : 1 }),
    ...(finished && { status: 'finished', result: encodeJson(finished.result, 'result') }),
  }
}
