import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { silentLogger } from '@gridtick/engine/ports'
import { openLibsqlStorage } from '@gridtick/storage-sqlite'
import { expect, test } from 'vitest'
import {
  allocateStorageGate,
  closeGate,
  type StorageGate,
} from '../../framework/server/src/zones/thread/storage-gate.js'
import { freshFolder } from '../integration/fresh-folder.ts'

/** Opens a database on a thread, which then does what `how` says. Resolves when it is at it. */
function hold(url: string, how: 'idle' | 'spin' | 'write', gate: StorageGate): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const workerData = { url, how, gate }
    const thread = new Worker(new URL('./hold-in-thread.js', import.meta.url), { workerData, execArgv: [] })
    thread.once('message', () => resolve(thread))
    thread.once('error', reject)
  })
}

test('[THREAD-3] a thread that is ended frees its database and the lock, in whatever it was, and leaves nothing half written', async () => {
  const path = join(freshFolder(), 'thread.db')
  const url = `file:${path}`
  for (const how of ['idle', 'spin', ...Array<'write'>(4).fill('write')] as const) {
    const gate = allocateStorageGate()
    const thread = await hold(url, how, gate)
    if (how === 'write') await new Promise((resolve) => setTimeout(resolve, Math.random() * 40))
    // Without it, ending one that writes aborts the process, the one of these tests.
    expect(await closeGate(gate, { withinMs: 10_000 })).toBe(true)
    await thread.terminate()
    if (existsSync('/proc/self/fd')) expect(openFiles().filter((file) => file.startsWith(path))).toEqual([])
  }
  const storage = await openLibsqlStorage({ url, sync: 'full', logger: silentLogger })
  expect(await storage.clock.readClock()).toBeGreaterThan(1)
  await storage.close()
})

function openFiles(): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)]
    } catch {
      return []
    }
  })
}
