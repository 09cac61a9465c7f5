import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createLogger } from '@gridtick/server'
import type { Entity } from 'gridtick'
import type { Storage } from '../../framework/engine/src/ports/storage/storage.ts'
import type { StoredMember } from '../../framework/engine/src/ports/storage/stored-zone.ts'
import type { ZoneCommit } from '../../framework/engine/src/ports/storage/zone-commit.ts'
import { createDatabaseFolder } from './crowd-server.ts'

export type CommitScenario = {
  readonly name: string
  readonly zones: number
  /** Zones that are committed with one call. */
  readonly group: number
  readonly entities: number
  readonly members: number
  /** Of one tick: entities that take a step, and intents that are settled (with a number), logged, and move one more. */
  readonly moves: number
  readonly intents: number
}

export type CommitFigures = CommitScenario & {
  readonly path: string
  readonly commitsPerSecond: number
  readonly cpuMicroseconds: number
  readonly millisecondsP50: number
  readonly millisecondsP95: number
  /** What the process gave to the disk, for each commit of a zone; NaN: the system does not say. */
  readonly bytesPerCommit: number
}

export type OpenStorage = (url: string) => Promise<Storage>

/** Commits steps of zones as a server does, without a server: as many as the disk and one core take. */
export async function measureCommits(
  scenario: CommitScenario,
  { path, open, measureMs }: { readonly path: string; readonly open: OpenStorage; readonly measureMs: number },
): Promise<CommitFigures> {
  const folder = await createDatabaseFolder()
  const storage = await open(`file:${folder.path}`)
  try {
    const zones = await createZones(storage, scenario)
    const groups = Array.from({ length: Math.ceil(zones.length / scenario.group) }, (_, index) =>
      zones.slice(index * scenario.group, (index + 1) * scenario.group),
    )
    // Each zone runs through a whole cycle of what the storage does in the background, before it counts.
    const warmRounds = Math.max(2, Math.ceil(140 / Math.max(1, zones.length / 16)))
    for (let round = 0; round < warmRounds; round++)
      for (const group of groups) await commitGroup(storage, group, scenario)
    const [bytesBefore, cpuBefore, startedAt] = [writtenBytes(), process.cpuUsage(), performance.now()]
    const times: number[] = []
    let commits = 0
    while (performance.now() - startedAt < measureMs)
      for (const group of groups) {
        const from = performance.now()
        await commitGroup(storage, group, scenario)
        times.push(performance.now() - from)
        commits += group.length
      }
    const seconds = (performance.now() - startedAt) / 1_000
    const { user, system } = process.cpuUsage(cpuBefore)
    times.sort((one, other) => one - other)
    return {
      ...scenario,
      path,
      commitsPerSecond: commits / seconds,
      cpuMicroseconds: (user + system) / commits,
      millisecondsP50: times[Math.floor(times.length / 2)] ?? Number.NaN,
      millisecondsP95: times[Math.floor(times.length * 0.95)] ?? Number.NaN,
      bytesPerCommit: (writtenBytes() - bytesBefore) / commits,
    }
  } finally {
    await storage.close()
    await folder.remove()
  }
}

/** A zone as a server has it in memory. */
type Zone = { readonly id: string; tick: number; at: number; entities: Entity[]; members: StoredMember[]; next: number }

async function createZones(storage: Storage, { zones, entities, members }: CommitScenario): Promise<Zone[]> {
  const made: Zone[] = []
  for (let index = 0; index < zones; index++) {
    const zone: Zone = {
      id: randomUUID(),
      tick: 0,
      at: 1_000,
      next: 0,
      entities: Array.from({ length: entities }, (_, number) =>
        Object.freeze({
          id: randomBytes(12).toString('base64url'),
          kind: 'roamer',
          x: number % 256,
          y: Math.floor(number / 256),
          ownerId: null,
          data: Object.freeze({ look: number % 16 }),
        }),
      ),
      members: Array.from({ length: members }, () => ({
        playerId: randomUUID(),
        displayName: 'A player',
        disconnectedAt: null,
        memberSince: 1,
        lastSeq: 0,
        settled: [],
      })),
    }
    await storage.zones.createZone(rowOf(zone), zone.entities)
    await commitAll(storage, [{ ...emptyCommit(zone), putMembers: zone.members }])
    zone.tick += 1
    made.push(zone)
  }
  return made
}

function rowOf({ id, at }: Zone) {
  return {
    id,
    name: 'A zone',
    module: 'crowd',
    moduleVersion: '1.0.0',
    stateVersion: 1,
    status: 'open' as const,
    createdAt: at,
    everyMs: 100,
    seed: randomBytes(16).toString('hex'),
    config: { width: 256, height: 256 },
    tick: 0,
    at,
    tickOffset: 0,
    tickUnitMs: 100,
    state: {},
    extras: {},
    wakeAt: null,
    owner: null,
    epoch: 1,
    failures: 0,
    error: null,
    result: null,
    record: false,
  }
}

function emptyCommit({ id, tick, at }: Zone): ZoneCommit {
  return {
    zoneId: id,
    ifTick: tick,
    owner: null,
    epoch: 1,
    tick: tick + 1,
    at: at + 100,
    wakeAt: null,
    putEntities: [],
    deleteEntities: [],
    putMembers: [],
    deleteMembers: [],
    log: [],
  }
}

async function commitGroup(storage: Storage, group: readonly Zone[], scenario: CommitScenario): Promise<void> {
  await commitAll(
    storage,
    group.map((zone) => stepOf(zone, scenario)),
  )
}

async function commitAll(storage: Storage, commits: readonly ZoneCommit[]): Promise<void> {
  const wrong = (await storage.zones.commit(commits)).find(({ outcome }) => outcome !== 'committed')
  if (wrong !== undefined) throw new Error(`A commit was not stored: ${JSON.stringify(wrong)}`)
}

const settledMax = 64

/** The next tick: some entities step, some members' intents are settled, logged, and move one entity each. */
function stepOf(zone: Zone, { moves, intents }: CommitScenario): ZoneCommit {
  const commit = emptyCommit(zone)
  const { tick, at } = commit
  const before: Entity[] = []
  const putEntities: Entity[] = []
  for (let count = 0; count < moves + intents; count++) {
    const index = (zone.next + count * 7) % zone.entities.length
    const entity = zone.entities[index] as Entity
    const after = Object.freeze({ ...entity, x: entity.x + (entity.x > 200 ? -1 : 1) })
    before.push(entity)
    putEntities.push(after)
    zone.entities[index] = after
  }
  const putMembers: StoredMember[] = []
  const membersBefore: StoredMember[] = []
  const log: ZoneCommit['log'][number][] = []
  for (let count = 0; count < intents; count++) {
    const index = (zone.next + count) % zone.members.length
    const member = zone.members[index] as StoredMember
    const entry = { seq: member.lastSeq + 1, intentId: randomUUID(), outcome: 'applied' as const, tick }
    const after = { ...member, lastSeq: entry.seq, settled: [...member.settled, entry].slice(-settledMax) }
    membersBefore.push(member)
    putMembers.push(after)
    zone.members[index] = after
    log.push({
      at,
      zoneId: zone.id,
      tick,
      playerId: member.playerId,
      connectionId: member.playerId,
      type: 'move',
      payload: { dx: 1, dy: 0 },
      result: 'applied',
      code: null,
    })
  }
  Object.assign(zone, { tick, at, next: zone.next + 5 })
  return { ...commit, putEntities, putMembers, log, before: { entities: before, members: membersBefore } } as ZoneCommit
}

/** What this process gave to the storage layer so far. */
function writtenBytes(): number {
  const file = '/proc/self/io'
  if (!existsSync(file)) return Number.NaN
  return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(file, 'utf8'))?.[1])
}

export const benchLogger = createLogger({ level: 'warn' })
