import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'
import { countStatements } from './count-statements.ts'
import { type CountedServer, startCountedServer } from './counted-server.ts'
import { measureAllocations } from './measure-allocations.ts'

/**
 * What a tick may cost, as counts, which are the same on a busy machine. Each limit is a little above what was counted when
 * it was set. Who makes ticks cheaper lowers it; who makes them dearer says in the commit why that has to be.
 */
const limits = {
  /** To the system, for each player: its answer and its frame together. */
  writesPerPlayer: 1,
  /** Of a tick in which half of 36 visible entities moved, with the answer to one intent: 1,000 were counted. */
  bytesPerPlayer: 1_150,
  /** The same in `gridtick.v1.compact`: 70 were counted. */
  compactBytesPerPlayer: 80,
  /** Of a tick with 10 players and 110 changes, on both ends of the sockets: 930 were counted, and 1,110 while code was cold. */
  allocatedKiB: 1_250,
  /** Of a tick, however much it changes. */
  statements: 6,
  /** That the write-ahead log grows by, in a tick of about 400 changes: 105 were counted. */
  logKiB: 120,
}

const players = 10
/** 36 of 200 are in sight of each player. */
const small = { entities: 200, players, side: 114 }
const ticks = 20

describe.each([
  { subprotocol: 'gridtick.v1', bytesMax: limits.bytesPerPlayer },
  { subprotocol: 'gridtick.v1.compact', bytesMax: limits.compactBytesPerPlayer },
])('a tick in memory, $subprotocol', ({ subprotocol, bytesMax }) => {
  let server: CountedServer
  beforeAll(async () => {
    server = await startCountedServer(createMemoryStorage(), { ...small, subprotocol })
  })
  afterAll(() => server.stop())

  test(`sends a player at most ${bytesMax} bytes, in at most ${limits.writesPerPlayer} write`, async () => {
    let bytes = 0
    for (let tick = 0; tick < ticks; tick++) {
      await server.tick()
      const counts = server.counts()
      expect(counts.writes).toHaveLength(players)
      for (const count of counts.writes) expect(count).toBeLessThanOrEqual(limits.writesPerPlayer)
      bytes += counts.frames.reduce((sum, size) => sum + size, 0)
    }
    const each = bytes / ticks / players
    expect(each).toBeLessThanOrEqual(bytesMax)
    // The entities move, and each is told: less than this would be a tick in which nothing happened.
    expect(each).toBeGreaterThan(bytesMax / 20)
  })

  test(`allocates at most ${limits.allocatedKiB} KiB`, async () => {
    const bytes = await measureAllocations(async () => {
      for (let tick = 0; tick < ticks; tick++) await server.tick()
    })
    expect(bytes / ticks / 1_024).toBeLessThanOrEqual(limits.allocatedKiB)
  })
})

describe('a tick on the disk', () => {
  for (const entities of [small.entities, 4 * small.entities])
    test(`takes at most ${limits.statements} statements and ${limits.logKiB} KiB of log with ${entities} entities`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'gridtick-'))
      const database = join(folder, 'costs.db')
      const counter = countStatements()
      const storage = await openLibsqlStorage({ url: `file:${database}`, sync: 'normal', logger: silentLogger })
      const server = await startCountedServer(storage, { ...small, entities })
      try {
        const logBytes = () => statSync(`${database}-wal`).size
        for (let tick = 0; tick < 4; tick++) {
          const before = logBytes()
          counter.taken()
          await server.tick()
          const statements = counter.taken()
          expect(statements).toBeLessThanOrEqual(limits.statements)
          // A commit is at least one: otherwise they reach SQLite by a way that is not counted.
          expect(statements).toBeGreaterThan(0)
          expect((logBytes() - before) / 1_024).toBeLessThanOrEqual(limits.logKiB)
        }
      } finally {
        await server.stop()
        counter.stop()
        await rm(folder, { recursive: true })
      }
    })
})
