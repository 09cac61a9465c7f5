import { type Storage, silentLogger } from '@gridtick/engine/ports'
import { openLibsqlStorage } from '@gridtick/storage-sqlite'
import Database from 'libsql'
import { answerCalls } from '../drive/answer-calls.ts'
import { joinOf, type MadeZone, makeZone, rowOf, type StepSize, stepOf } from './made-zones.ts'
import { percentiles } from './percentiles.ts'
import { watchProcess } from './watch-process.ts'

/** The storage of a checkout, without a server: it takes as many commits as it can. In a process of its own. */

export type CommitRequest = StepSize & {
  readonly database: string
  readonly sync: 'full' | 'normal'
  readonly zones: number
  /** Zones that are stored together. */
  readonly group: number
  /** Before it counts: until each zone has gone through all that its storage does in the background. */
  readonly warmRounds: number
  readonly measureMs: number
}

export type CommitFigures = {
  /** Of zones, while the storage works; a group counts as many as it has. */
  readonly commitsPerSecond: number
  /** The same of a bare table that takes one row for each zone, of as many bytes as changed. */
  readonly barePerSecond: number
  readonly cpuMicroseconds: number
  /** Of a group. */
  readonly p50Ms: number
  readonly p95Ms: number
  /** For each commit of a zone. */
  readonly diskBytes?: number
}

export type CommitCalls = {
  measure(request: CommitRequest): Promise<CommitFigures>
}

answerCalls({ measure } satisfies CommitCalls)

async function measure(request: CommitRequest): Promise<CommitFigures> {
  const { database, sync, measureMs } = request
  const storage = await openLibsqlStorage({ url: `file:${database}`, sync, logger: silentLogger })
  const groups = await makeGroups(storage, request)
  await runGroups(storage, groups, request, { rounds: request.warmRounds, measureMs: 0 })
  const watch = watchProcess()
  const { times, cpuMicroseconds } = await runGroups(storage, groups, request, { rounds: 1, measureMs })
  const { diskBytes } = watch.take()
  watch.stop()
  await storage.close()
  const commits = (times.length * request.zones) / groups.length
  const storedMs = times.reduce((sum, ms) => sum + ms, 0)
  return {
    commitsPerSecond: (commits * 1_000) / storedMs,
    barePerSecond: await commitBare(request),
    cpuMicroseconds: cpuMicroseconds / commits,
    p50Ms: percentiles(times).p50,
    p95Ms: percentiles(times).p95,
    ...(diskBytes === undefined ? {} : { diskBytes: diskBytes / commits }),
  }
}

async function makeGroups(storage: Storage, request: CommitRequest): Promise<readonly (readonly MadeZone[])[]> {
  const zones = Array.from({ length: request.zones }, () => makeZone(request))
  for (const zone of zones) {
    await storage.zones.createZone(rowOf(zone), zone.entities)
    await store(storage, [joinOf(zone)])
  }
  return Array.from({ length: Math.ceil(zones.length / request.group) }, (_, index) =>
    zones.slice(index * request.group, (index + 1) * request.group),
  )
}

/** What is measured is the storage: the making of the ticks is not counted. */
async function runGroups(
  storage: Storage,
  groups: readonly (readonly MadeZone[])[],
  size: StepSize,
  { rounds, measureMs }: { readonly rounds: number; readonly measureMs: number },
): Promise<{ readonly times: readonly number[]; readonly cpuMicroseconds: number }> {
  const startedAt = performance.now()
  const times: number[] = []
  let cpuMicroseconds = 0
  for (let round = 0; round < rounds || performance.now() - startedAt < measureMs; round++)
    for (const group of groups) {
      const commits = group.map((zone) => stepOf(zone, size))
      const [from, cpuFrom] = [performance.now(), process.cpuUsage()]
      await store(storage, commits)
      const { user, system } = process.cpuUsage(cpuFrom)
      times.push(performance.now() - from)
      cpuMicroseconds += user + system
    }
  return { times, cpuMicroseconds }
}

async function store(storage: Storage, commits: readonly ReturnType<typeof stepOf>[]): Promise<void> {
  const wrong = (await storage.zones.commit(commits)).find(({ outcome }) => outcome !== 'committed')
  if (wrong !== undefined) throw new Error(`A commit was not stored: ${JSON.stringify(wrong)}`)
}

/** What a changed entity takes at the least as text: an id, two coordinates. */
const bytesPerChange = 30

/** The same number of rows in one transaction, and nothing else. Answers rows a second. */
async function commitBare({ database, sync, group, moves, intents, measureMs }: CommitRequest): Promise<number> {
  const bare = new Database(`${database}.bare`)
  bare.exec('PRAGMA journal_mode = WAL')
  bare.exec(`PRAGMA synchronous = ${sync}`)
  bare.exec('create table ticks (tick integer primary key, body blob not null)')
  const insert = bare.prepare('insert into ticks (body) values (?)')
  const body = Buffer.alloc((moves + intents) * bytesPerChange, 'x')
  const startedAt = performance.now()
  let rows = 0
  while (performance.now() - startedAt < measureMs / 2) {
    bare.exec('begin immediate')
    for (let index = 0; index < group; index++) insert.run([body])
    bare.exec('commit')
    rows += group
  }
  const seconds = (performance.now() - startedAt) / 1_000
  bare.close()
  return rows / seconds
}
