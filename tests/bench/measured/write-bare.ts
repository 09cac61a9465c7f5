import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentiles } from './percentiles.ts'
import type { TickTrace } from './record-server.ts'

/** What is sent is drawn out to the pace of ticks: a core that is never idle writes faster than one that wakes up for it. */
const everyMs = 100
/** The other side has opened its sockets; this one accepts them a little later. */
const acceptWithinMs = 10_000

export type BareListener = {
  readonly port: number
  /** µs of each write of the same sizes to these sockets (median of ticks). */
  write(traces: readonly TickTrace[], sockets: number): Promise<number>
  close(): Promise<void>
}

/** What writing costs by itself: messages of the same sizes to as many plain sockets, and nothing else. */
export async function listenBare(): Promise<BareListener> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async write(traces, count) {
      const giveUpAt = performance.now() + acceptWithinMs
      while (sockets.size < count) {
        if (performance.now() > giveUpAt) throw new Error(`${sockets.size} of ${count} sockets are open.`)
        await sleep(1)
      }
      return percentiles(await writeAll([...sockets], traces)).p50
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function writeAll(sockets: readonly Socket[], traces: readonly TickTrace[]): Promise<readonly number[]> {
  const microseconds: number[] = []
  for (const { sizes } of traces) {
    const messages = sizes.map((size) => Buffer.alloc(size, 'x'))
    const startedAt = performance.now()
    for (const [index, message] of messages.entries()) sockets[index % sockets.length]?.write(message)
    const tookMs = performance.now() - startedAt
    microseconds.push((tookMs * 1_000) / messages.length)
    await sleep(Math.max(1, everyMs - tookMs))
  }
  return microseconds
}
