import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StorageError, silentLogger, type ZoneFault } from '@gridtick/engine/ports'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../../framework/engine/src/ports/limits.ts'
import { noTelemetry } from '../../../framework/engine/src/ports/telemetry.ts'
import { createHookBoard } from '../../../framework/server/src/process/watchdog/hook-board.ts'
import type { Stall } from '../../../framework/server/src/process/watchdog/judge-stall.js'
import { readStallReport } from '../../../framework/server/src/process/watchdog/stall-report.ts'
import type { ThreadOrders } from '../../../framework/server/src/zones/thread/thread-messages.ts'
import type { ThreadListener, ZoneThread } from '../../../framework/server/src/zones/thread/zone-thread.ts'
import { startZoneThreads } from '../../../framework/server/src/zones/thread/zone-threads.ts'
import { createHeldClock, settle } from '../../gateway/gateway-fakes.ts'

/** Threads that are none: what became of them in its order, and each one's listener. */
async function threadsOf({ endsNever = false, reportPath }: { endsNever?: boolean; reportPath?: string } = {}) {
  const { clock, advance } = createHeldClock()
  const story: string[] = []
  const made: { readonly listener: ThreadListener; readonly ended: () => void; readonly orders: ThreadOrders }[] = []
  let opens: () => Promise<void> = async () => {}
  let heldCall = ''
  let stall = (_stall: Stall) => {}

  const threads = await startZoneThreads({
    orders: {} as never,
    clock,
    limits: defaultLimits,
    logger: silentLogger,
    telemetry: noTelemetry,
    onLink() {},
    onCorrupt(_fault: ZoneFault) {},
    onDoubt() {},
    onLost: () => story.push('lost'),
    onBegun: () => story.push('begun'),
    onGivenUp: ({ message }) => story.push(`given up: ${message}`),
    watch({ onStall }) {
      stall = onStall
      return () => {}
    },
    async start(orders, listener) {
      const name = `thread ${made.length + 1}`
      const aborted = new Promise<never>((_, reject) => {
        listener.signal.addEventListener('abort', () => reject(new Error('ended before it was open')))
      })
      await Promise.race([opens(), aborted])
      story.push(`${name} opened`)
      let hasEnded = false
      let end = () => {}
      const ending = new Promise<never>((_, reject) => {
        end = () => reject(new StorageError('unknown', 'the thread ended'))
      })
      ending.catch(() => {})
      const thread: ZoneThread = {
        threadId: 1_000 + made.length,
        reportPath,
        moduleFiles: new Map(),
        async ask(call) {
          story.push(`${name}: ${call}`)
          if (call === heldCall) await ending
          return undefined as never
        },
        post() {},
        async end() {
          if (!hasEnded) story.push(`${name} ended`)
          hasEnded = true
          end()
          return !endsNever
        },
      }
      made.push({ listener, orders, ended: () => listener.onEnd(new Error('out of memory'), false) })
      return thread
    },
  })
  const hold = () => {
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    opens = () => held
    return letGo
  }
  const holdCall = (name: string) => {
    heldCall = name
  }
  return { threads, story, made, advance, hold, holdCall, stall: (by: Stall) => stall(by) }
}

describe('[THREAD-4] one thread after the other', () => {
  test('the next one starts when the one before is gone, begins, and knows where the server listens', async () => {
    const { threads, story, made } = await threadsOf()
    await threads.begin()
    threads.noteUrl('http://here')
    await settle()
    story.length = 0
    made[0]?.ended()
    await settle()
    expect(story).toEqual([
      ...['lost', 'thread 1 ended', 'thread 2 opened'],
      ...['thread 2: begin', 'thread 2: noteUrl', 'begun'],
    ])
    await threads.close()
    expect(story.slice(-2)).toEqual(['thread 2: close', 'thread 2 ended'])
  })

  test('what is asked meanwhile waits for the next one, as long as for a zone', async () => {
    const { threads, story, made, advance, hold } = await threadsOf()
    await threads.begin()
    const letGo = hold()
    made[0]?.ended()
    await settle()
    const tooLong = threads.ask('findAccount', 'ada').catch((error: unknown) => error)
    await settle()
    advance(defaultLimits.zoneLookUpMs)
    expect(await tooLong).toBeInstanceOf(StorageError)
    const asked = threads.ask('findAccount', 'ada')
    letGo()
    await asked
    expect(story.at(-1)).toBe('thread 2: findAccount')
  })

  test('no more than 1,000 calls wait', async () => {
    const { threads, made, hold } = await threadsOf()
    await threads.begin()
    const letGo = hold()
    made[0]?.ended()
    await settle()
    const waiting = Array.from({ length: 1_000 }, () => threads.ask('storageWaiting', undefined))
    await expect(threads.ask('storageWaiting', undefined)).rejects.toMatchObject({ name: 'StorageError', kind: 'busy' })
    letGo()
    await Promise.all(waiting)
  })

  test('is given up when it ends by itself the fourth time within a minute, or is not gone in time', async () => {
    const { threads, story, made, advance } = await threadsOf()
    await threads.begin()
    for (let ends = 0; ends < 3; ends++) {
      made.at(-1)?.ended()
      await settle()
    }
    expect(made).toHaveLength(4)
    advance(60_001)
    made.at(-1)?.ended()
    await settle()
    expect(made).toHaveLength(5)
    for (let ends = 0; ends < 3; ends++) {
      made.at(-1)?.ended()
      await settle()
    }
    expect(story.at(-1)).toBe('given up: out of memory')
    await expect(threads.ask('begin', undefined)).rejects.toBeInstanceOf(StorageError)

    const stuck = await threadsOf({ endsNever: true })
    await stuck.threads.begin()
    stuck.made[0]?.ended()
    await settle()
    expect(stuck.story.at(-1)).toBe('given up: the thread of the zones did not end within 5 s')
    expect(stuck.made).toHaveLength(1)
  })

  test('that a hook ended by process.exit() is noted, and the next one hears for which zone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gridtick-test-'))
    const { threads, story, made } = await threadsOf({ reportPath: join(folder, 'game.db.stall.json') })
    await threads.begin()
    const call = { module: 'tag', hook: 'onTick', zoneId: 'z1' }
    for (let ends = 0; ends < 4; ends++) {
      const last = made.at(-1)
      if (last !== undefined) createHookBoard(last.orders.board).show(call)
      last?.listener.onEnd(new Error('it ended'), true)
      await settle()
      expect(made.at(-1)?.orders.lastStall).toMatchObject({ ...call, hasExited: true })
    }
    expect(story.at(-1)).toBe('given up: it ended')
    expect(readStallReport(join(folder, 'game.db'))).toMatchObject({ ...call, hasExited: true })
    rmSync(folder, { recursive: true })

    // What it ran out of memory for, or what a timer did, is no zone's.
    const other = await threadsOf()
    await other.threads.begin()
    const board = createHookBoard(other.made[0]?.orders.board)
    board.show(call)
    other.made[0]?.ended()
    await settle()
    createHookBoard(other.made[1]?.orders.board).leave()
    other.made[1]?.listener.onEnd(new Error('it ended'), true)
    await settle()
    expect(other.made.map(({ orders }) => orders.lastStall)).toEqual([undefined, undefined, undefined])
  })

  test('is given up when code outside of a hook held it four times within a minute; a zone that can be paused counts for nothing', async () => {
    const { threads, story, stall } = await threadsOf()
    await threads.begin()
    const by = { at: '2030-01-01T00:00:00.000Z', heldMs: 10_000, module: 'tag' }
    for (let times = 0; times < 4; times++) {
      stall({ ...by, hook: 'onTick', zoneId: `z${times}` })
      await settle()
    }
    for (let times = 0; times < 3; times++) {
      stall({ ...by, afterHook: 'onTick' })
      await settle()
    }
    expect(story.at(-1)).toBe('begun')
    stall({ ...by, afterHook: 'onTick' })
    await settle()
    expect(story.slice(-3)).toEqual([
      'thread 8 ended',
      'lost',
      expect.stringMatching(/^given up: module tag, code outside/),
    ])
    await threads.close()
  })

  test('has no successor while the server stops', async () => {
    const { threads, story, made } = await threadsOf()
    await threads.begin()
    threads.endWithThis()
    made[0]?.ended()
    await settle()
    await threads.close()
    expect(made).toHaveLength(1)
    expect(story.at(-1)).toBe('thread 1 ended')
  })

  test('[THREAD-6] that is being opened while the server stops is ended, and nothing of it is left', async () => {
    const { threads, story, made, hold } = await threadsOf()
    await threads.begin()
    hold()
    made[0]?.ended()
    await settle()
    const asked = threads.ask('findAccount', 'ada')
    await threads.close()
    await expect(asked).rejects.toThrow('ended before it was open')
    expect(story.slice(-2)).toEqual(['lost', 'thread 1 ended'])
    expect(made).toHaveLength(1)
  })

  test('[THREAD-6] that begins while the server stops is ended, too', async () => {
    const { threads, story, made, holdCall } = await threadsOf()
    await threads.begin()
    holdCall('begin')
    made[0]?.ended()
    await settle()
    await threads.close()
    expect(story.slice(-2)).toEqual(['thread 2: begin', 'thread 2 ended'])
  })
})
