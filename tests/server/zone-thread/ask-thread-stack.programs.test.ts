import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { askThreadStack } from '../../../framework/server/src/zones/thread/ask-thread-stack.ts'

async function startSpinning() {
  const code = `require('node:worker_threads').parentPort.postMessage('spins'); (function spinForEver() { for (;;); })()`
  const worker = new Worker(code, { eval: true, name: 'zones' })
  await once(worker, 'message')
  return worker
}

test('[THREAD-4] a thread is found by its number, also after other threads have ended', async () => {
  const before = await startSpinning()
  await before.terminate()
  const beside = new Worker('setInterval(() => {}, 1_000)', { eval: true })
  const worker = await startSpinning()
  try {
    for (let time = 0; time < 5; time++)
      expect((await askThreadStack(worker.threadId, 5_000))?.[0]?.name).toBe('spinForEver')
  } finally {
    await worker.terminate()
    await beside.terminate()
  }
})
