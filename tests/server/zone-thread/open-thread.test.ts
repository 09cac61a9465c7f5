import { silentLogger } from '@gridtick/engine/ports'
import { expect, test } from 'vitest'
import { noTelemetry } from '../../../framework/engine/src/ports/telemetry.ts'
import { allocateHookBoard } from '../../../framework/server/src/process/watchdog/hook-board.ts'
import { allocateStorageGate } from '../../../framework/server/src/zones/thread/storage-gate.js'
import { startZoneThread } from '../../../framework/server/src/zones/thread/zone-thread.ts'
import { createHeldClock } from '../../gateway/gateway-fakes.ts'

/** A real thread, which imports a file that never comes to an end. */
function startHanging({ code = 'for(;;);', onEnd = (_reason: Error, _hasExited: boolean) => {} } = {}) {
  const { clock, advance, timers } = createHeldClock()
  const stopping = new AbortController()
  const orders = {
    imports: [`data:text/javascript,${encodeURIComponent(code)}`],
    modules: { from: './my-games.ts', export: 'games' },
    board: allocateHookBoard(),
    gate: allocateStorageGate(),
  }
  const listener = {
    logger: silentLogger,
    telemetry: noTelemetry,
    onLink() {},
    onCorrupt() {},
    onDoubt() {},
    onEnd,
  }
  const opening = startZoneThread(orders as never, { ...listener, clock, signal: stopping.signal })
  return { opening, advance, timers, stop: () => stopping.abort() }
}

test('[THREAD-6] a file that is imported for ever ends its thread after 30 s', async () => {
  const { opening, advance, timers } = startHanging()
  const failed = expect(opening).rejects.toThrow('./my-games.ts was not imported within 30 s')
  advance(30_000)
  await failed
  expect(timers()).toBe(0)
})

test('[THREAD-6] a server that stops ends the thread that is not open yet', async () => {
  const { opening, timers, stop } = startHanging()
  stop()
  await expect(opening).rejects.toMatchObject({ name: 'StorageError', message: 'the server stops' })
  expect(timers()).toBe(0)
})

test('[THREAD-4] a thread says whether it ended by process.exit(), or by an error', async () => {
  const endOf = (last: string) => {
    const opened = `parentPort.postMessage({ t: 'opened', moduleFiles: new Map() })`
    const code = `import { parentPort } from 'node:worker_threads'; ${opened}; setTimeout(() => { ${last} }); await new Promise(() => {})`
    return new Promise((resolve) => {
      startHanging({ code, onEnd: (_reason, hasExited) => resolve(hasExited) })
    })
  }
  expect(await endOf('process.exit(3)')).toBe(true)
  expect(await endOf(`throw new Error('broken')`)).toBe(false)
})
