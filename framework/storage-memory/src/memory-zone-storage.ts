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
  type ZoneCommit,
  type ZoneRow,
  type ZoneStorage,
  type ZoneSummary,
} from '@gridtick/engine/ports'
import { MemoryRecording } from './memory-recording.ts'
import { type MemoryTables, type MemoryZone, sortedBy } from './memory-tables.ts'

export function createMemoryZoneStorage({ zones, log }: MemoryTables): ZoneStorage {
  const commitOne = (commit: ZoneCommit): CommitResult => {
    try {
      // All that can be refused is made before anything is changed.
      const entities = commit.putEntities.map(encodeEntity)
      const members = commit.putMembers.map(encodeMember)
      const rows = commit.log.map(encodeLogRow)
      const changes = zoneChanges(commit)
      const zone = zones.get(commit.zoneId)
      if (!zone || zone.row.tick !== commit.ifTick || zone.row.epoch !== commit.epoch) return { outcome: 'conflict' }

      for (const id of commit.deleteEntities) zone.entities.delete(id)
      for (const entity of entities) zone.entities.set(entity[0], entity)
      for (const playerId of commit.deleteMembers) zone.members.delete(playerId)
      for (const member of members) zone.members.set(member[0], member)
      for (const playerId of commit.deleteDepartures ?? []) zone.departures.delete(playerId)
      log.add(rows)
      if (commit.recording) zone.recording.write(commit.recording)
      zones.set(commit.zoneId, { ...zone, row: { ...zone.row, ...changes } })
      return { outcome: 'committed' }
    } catch (error) {
      if (error instanceof UnstorableError) return { outcome: 'rejected', reason: error.message }
      throw error
    }
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

    async deleteZone(zoneId) {
      return zones.delete(zoneId)
    },

    async commit(commits) {
      return commits.map(commitOne)
    },

    async readTick(zoneId) {
      return zones.get(zoneId)?.row.tick
    },

    async setStatus(zoneId, { status, failures, error }) {
      const zone = zones.get(zoneId)
      if (!zone) return false
      const row = {
        ...zone.row,
        ...(status !== undefined && { status }),
        ...(failures !== undefined && { failures }),
        ...(error !== undefined && { error: error === null ? null : cleanText(error) }),
      }
      zones.set(zoneId, { ...zone, row })
      return true
    },

    async changeZone(zoneId, { name, recording }) {
      const zone = zones.get(zoneId)
      if (!zone) return false
      const row = {
        ...zone.row,
        ...(name !== undefined && { name: cleanText(name) }),
        ...(recording !== undefined && { record: recording === 'off' ? (0 as const) : (1 as const) }),
      }
      zones.set(zoneId, { ...zone, row })
      if (recording !== undefined && recording !== 'off') zone.recording.begin(recording)
      return true
    },

    async removeMember(zoneId, playerId) {
      return zones.get(zoneId)?.members.delete(playerId) ?? false
    },

    async departMember(zoneId, playerId) {
      const zone = zones.get(zoneId)
      const member = zone?.members.get(playerId)
      if (!zone || !member) return false
      zone.departures.set(playerId, member[1])
      return zone.members.delete(playerId)
    },

    async readMember(zoneId, playerId) {
      const member = zones.get(zoneId)?.members.get(playerId)
      return member && decodeMember(member)
    },
  }
}

function summaryOf({ row, members, recording }: MemoryZone): ZoneSummary {
  return { zone: decodeZone(row), members: members.size, recordedTicks: recording.size }
}

/** What a commit does to the row. */
function zoneChanges(commit: ZoneCommit): Partial<ZoneRow> {
  const { tick, at, tickOffset, state, extras, wakeAt, finished, recording } = commit
  return {
    tick: integer(tick, 'tick'),
    at: integer(at, 'at'),
    ...(tickOffset !== undefined && { tickOffset: integer(tickOffset, 'tickOffset') }),
    wakeAt: wakeAt === null || finished ? null : integer(wakeAt, 'wakeAt'),
    failures: 0,
    error: null,
    ...(state && { state: encodeJson(state, 'state') }),
    ...(extras && { extras: encodeJson(extras, 'extras') }),
    ...(recording && { record: recording.stops ? 0 : 1 }),
    ...(finished && { status: 'finished', result: encodeJson(finished.result, 'result') }),
  }
}
