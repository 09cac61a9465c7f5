import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { percentiles } from './figures.ts'
import type { Load } from './load.ts'

/**
 * What sending costs by itself: frames of the same sizes, at the same pace, to as many sockets of the same library, and
 * nothing else. `sizes` are the bytes of each frame, one list for each tick. Answers µs for each send (median of ticks).
 */
export async function measureBareSend(
  load: Load,
  { sizes, everyMs, sockets }: { sizes: readonly (readonly number[])[]; everyMs: number; sockets: number },
): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  try {
    await once(server, 'listening')
    await load.listen(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets)
    const clients = [...server.clients]
    const microseconds: number[] = []
    for (const frames of sizes) {
      const texts = frames.map((size) => 'x'.repeat(size))
      // A repeated text is a tree of its parts until it is read; what is measured begins with flat ones.
      for (const text of texts) Buffer.from(text)
      const startedAt = performance.now()
      for (const [index, text] of texts.entries()) clients[index % clients.length]?.send(text)
      const tookMs = performance.now() - startedAt
      if (frames.length > 0) microseconds.push((tookMs * 1_000) / frames.length)
      await sleep(Math.max(1, everyMs - tookMs))
    }
    return percentiles(microseconds).p50
  } finally {
    await load.close()
    for (const client of server.clients) client.terminate()
    await new Promise((resolve) => server.close(resolve))
  }
}
