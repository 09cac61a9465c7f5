import { StorageError, silentLogger, type ZoneFault } from '@gridtick/engine/ports'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../../framework/engine/src/ports/limits.ts'
import { noTelemetry } from '../../../framework/engine/src/ports/telemetry.ts'
import type { ThreadListener, ZoneThread } from '../../../framework/server/src/zones/thread/zone-thread.ts'
import { startZoneThreads } from '../../../framework/server/src/zones/thread/zone-threads.ts'
import { createHeldClock, settle } from '../../gateway/gateway-fakes.ts'

/** Threads that are none: what became of them in its order, and each one's listener. */
async function threadsOf({ endsNever = false } = {}) {
  const { clock, advance } = createHeldClock()
  const story: string[] = []
  const made: { readonly listener: ThreadListener; readonly ended: () => void }[] = []
  let opens: () => Promise<void> = async () => {}
  let heldCall = ''

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
    async start(_orders, listener) {
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
        reportPath: undefined,
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
      made.push({ listener, ended: () => listener.onEnd(new Error('out of memory')) })
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
  return { threads, story, made, advance, hold, holdCall }
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
