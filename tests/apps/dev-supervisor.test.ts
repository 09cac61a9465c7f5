import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { crashDelayMs, soundMs } from '../../apps/server/dev/crash-delay.ts'
import { readServerMessage } from '../../apps/server/dev/server-message.ts'
import type { ServerListener } from '../../apps/server/dev/server-process.ts'
import { createSupervisor } from '../../apps/server/dev/supervisor.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A supervisor of servers that do nothing by themselves. */
function supervise() {
  const said: string[] = []
  const needed: string[] = []
  const onEnd = vi.fn()
  const servers: (ServerListener & {
    readonly keptPort: number | undefined
    readonly isAgain: boolean
    readonly asked: string[]
  })[] = []
  const supervisor = createSupervisor({
    startServer(start, listener) {
      const asked: string[] = []
      servers.push({ ...start, ...listener, asked })
      return { stop: () => void asked.push('stop'), stopAtOnce: () => void asked.push('stop at once') }
    },
    say: (line) => void said.push(line),
    onNeeds: (files) => void needed.push(...files),
    onEnd,
    now: () => Date.now(),
  })
  supervisor.start()
  return {
    supervisor,
    said,
    needed,
    onEnd,
    servers,
    /** The latest one. */
    get server() {
      const server = servers.at(-1)
      if (server === undefined) throw new Error('No server was started.')
      return server
    },
  }
}

describe('a save', () => {
  test('stops the server in order, and starts the next one when it has ended, once, at the same port', () => {
    const all = supervise()
    expect(all.server).toMatchObject({ keptPort: undefined, isAgain: false })
    all.server.onMessage({ kind: 'listening', port: 4711 })
    all.server.onMessage({ kind: 'needs', files: ['/games/rules.ts'] })
    expect(all.needed).toEqual(['/games/rules.ts'])
    all.supervisor.start('saved a.ts')
    all.supervisor.start('saved b.ts')
    expect(all.servers).toHaveLength(1)
    expect(all.server.asked).toEqual(['stop'])
    all.server.onEnd({ code: 0 })
    expect(all.servers).toHaveLength(2)
    expect(all.server).toMatchObject({ keptPort: 4711, isAgain: true })
    vi.advanceTimersByTime(2_500)
    expect(all.servers.map(({ asked }) => asked)).toEqual([['stop'], []])
    expect(all.said).toEqual(['saved a.ts: starting again', 'saved b.ts: starting again'])
  })

  test('ends a server that does not stop within 2 s', () => {
    const all = supervise()
    all.supervisor.start('saved a.ts')
    vi.advanceTimersByTime(1_999)
    expect(all.server.asked).toEqual(['stop'])
    vi.advanceTimersByTime(1)
    expect(all.server.asked).toEqual(['stop', 'stop at once'])
    expect(all.servers).toHaveLength(1)
    all.server.onEnd({ signal: 'SIGKILL' })
    expect(all.servers).toHaveLength(2)
    expect(all.said.at(-1)).toMatch(/did not stop by itself/)
  })
})

describe('a server that ends by itself', () => {
  test('is started again at once after a signal, and more and more slowly if that goes on', () => {
    const all = supervise()
    for (const [index, waitMs] of [0, 1_000, 2_000, 5_000, 10_000, 30_000, 30_000].entries()) {
      all.server.onEnd({ signal: 'SIGKILL' })
      if (waitMs > 0) {
        vi.advanceTimersByTime(waitMs - 1)
        expect(all.servers).toHaveLength(index + 1)
        expect(all.said.at(-1)).toMatch(`SIGKILL: starting again in ${waitMs / 1_000} s`)
      }
      vi.advanceTimersByTime(1)
      expect(all.servers).toHaveLength(index + 2)
    }
    // One that has run for long is none of a row.
    vi.advanceTimersByTime(soundMs)
    all.server.onEnd({ signal: 'SIGABRT' })
    expect(all.said.at(-1)).toMatch(/SIGABRT: starting again$/)
    expect(crashDelayMs(1)).toBe(0)
  })

  test('is not waited for when a file is saved meanwhile, and there is one of it', () => {
    const all = supervise()
    all.server.onEnd({ signal: 'SIGKILL' })
    vi.advanceTimersByTime(1)
    all.server.onEnd({ signal: 'SIGKILL' })
    all.supervisor.start('saved a.ts')
    expect(all.servers).toHaveLength(3)
    vi.advanceTimersByTime(60_000)
    expect(all.servers).toHaveLength(3)
    // What was saved may have mended it.
    all.server.onEnd({ signal: 'SIGKILL' })
    expect(all.said.at(-1)).toMatch(/starting again$/)
  })

  test('with a code, as for a broken setting, is started by the next save, at a port that is chosen anew', () => {
    const all = supervise()
    all.server.onMessage({ kind: 'listening', port: 4711 })
    all.server.onEnd({ code: 2 })
    expect(all.said).toEqual([
      expect.stringMatching(/has ended \(code 2\)\. Save a file or press Return to start it again/),
    ])
    vi.advanceTimersByTime(600_000)
    expect(all.servers).toHaveLength(1)
    all.supervisor.start('saved .env')
    expect(all.servers).toHaveLength(2)
    expect(all.server.keptPort).toBeUndefined()
    expect(all.server.isAgain).toBe(true)

    // One that never listened has not said who the debug user is.
    const other = supervise()
    other.server.onEnd({ code: 2 })
    other.supervisor.start('saved .env')
    expect(other.server.isAgain).toBe(false)
  })
})

describe('a server that is silent', () => {
  test('for 3 s is told, once, and is ended at once by the next save', () => {
    const all = supervise()
    all.supervisor.start('saved a.ts')
    all.server.onEnd({ code: 0 })
    for (let second = 0; second < 10; second++) {
      all.server.onMessage({ kind: 'alive' })
      vi.advanceTimersByTime(1_000)
    }
    expect(all.said).toHaveLength(1)
    vi.advanceTimersByTime(1_500)
    expect(all.said).toHaveLength(1)
    vi.advanceTimersByTime(60_000)
    expect(all.said).toHaveLength(2)
    expect(all.said.at(-1)).toMatch(
      /not answered for 3 s: a tick may be in an endless loop \(before that you saved a\.ts\)/,
    )
    all.supervisor.start('saved b.ts')
    expect(all.server.asked).toEqual(['stop at once'])
    all.server.onEnd({ signal: 'SIGKILL' })
    expect(all.servers).toHaveLength(3)
    // The next one is not taken for stuck.
    all.supervisor.start('saved c.ts')
    expect(all.server.asked).toEqual(['stop'])
  })

  test('and is heard again: told, too, and stopped in order as ever', () => {
    const all = supervise()
    all.server.onMessage({ kind: 'alive' })
    vi.advanceTimersByTime(3_000)
    all.server.onMessage({ kind: 'alive' })
    expect(all.said).toEqual([expect.stringMatching(/not answered/), 'the server answers again'])
    all.supervisor.start()
    expect(all.server.asked).toEqual(['stop'])
  })

  test('while it starts has more time: its TypeScript is read', () => {
    const all = supervise()
    vi.advanceTimersByTime(19_500)
    expect(all.said).toEqual([])
    vi.advanceTimersByTime(500)
    expect(all.said).toEqual([expect.stringMatching(/not answered for 20 s/)])
  })
})

describe('the end', () => {
  test('waits for a server that stops in order; asked again it is at once', () => {
    const all = supervise()
    all.supervisor.stop()
    expect(all.server.asked).toEqual(['stop'])
    vi.advanceTimersByTime(11_999)
    expect(all.onEnd).not.toHaveBeenCalled()
    all.server.onEnd({ code: 0 })
    expect(all.onEnd).toHaveBeenCalledOnce()
    expect(all.servers).toHaveLength(1)

    const other = supervise()
    other.supervisor.stop()
    other.supervisor.stopAtOnce()
    expect(other.server.asked).toEqual(['stop', 'stop at once'])
    expect(other.onEnd).toHaveBeenCalledOnce()
  })

  test('of a server that does not stop comes all the same', () => {
    const all = supervise()
    all.supervisor.stop()
    vi.advanceTimersByTime(12_000)
    expect(all.server.asked).toEqual(['stop', 'stop at once'])
  })

  test('comes first, before a start that was asked for; and no save undoes it', () => {
    const all = supervise()
    all.supervisor.start('saved a.ts')
    all.supervisor.stop()
    all.supervisor.start('saved b.ts')
    all.server.onEnd({ code: 0 })
    expect(all.servers).toHaveLength(1)
    expect(all.onEnd).toHaveBeenCalledOnce()
    all.supervisor.start('saved c.ts')
    expect(all.servers).toHaveLength(1)
  })

  test('is there at once where no server runs: after a crash, and after one that has ended', () => {
    const pausing = supervise()
    pausing.server.onEnd({ signal: 'SIGKILL' })
    pausing.supervisor.stop()
    expect(pausing.onEnd).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(60_000)
    expect(pausing.servers).toHaveLength(1)

    const waiting = supervise()
    waiting.server.onEnd({ code: 2 })
    waiting.supervisor.stop()
    expect(waiting.onEnd).toHaveBeenCalledOnce()
  })
})

test('what comes over the channel and is none of a server’s messages is left aside', () => {
  expect(readServerMessage({ kind: 'alive' })).toEqual({ kind: 'alive' })
  for (const message of [undefined, 'alive', { type: 'dependency', path: '/a' }, { kind: 'listening', port: 'x' }])
    expect(readServerMessage(message)).toBeUndefined()
})
