import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { percentiles } from './percentiles.ts'
import type { TickTrace } from './record-server.ts'

const everyMs = 100
/** What a changed entity takes at the least as text: an id, two coordinates. */
const bytesPerChange = 30

/**
 * What a commit costs by itself: as many bytes as changed, as one row of an SQLite database beside the other, by the same
 * driver with the same settings. Answers ms (median).
 */
export async function commitBare(
  traces: readonly TickTrace[],
  { database, sync }: { readonly database: string; readonly sync: 'full' | 'normal' },
): Promise<number> {
  const file = `${database}.bare`
  const bare = new Database(file)
  try {
    bare.exec('PRAGMA journal_mode = WAL')
    bare.exec(`PRAGMA synchronous = ${sync}`)
    bare.exec('create table ticks (tick integer primary key, body blob not null)')
    const insert = bare.prepare('insert into ticks (body) values (?)')
    const times: number[] = []
    for (const { changed } of traces) {
      const body = Buffer.alloc(Math.max(1, changed) * bytesPerChange, 'x')
      const startedAt = performance.now()
      insert.run([body])
      const tookMs = performance.now() - startedAt
      times.push(tookMs)
      await sleep(Math.max(1, everyMs - tookMs))
    }
    return percentiles(times).p50
  } finally {
    bare.close()
    for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true })
  }
}
