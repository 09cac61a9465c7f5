import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startServer, stopServer } from './attacked-server.ts'
import { fragments, frame } from './client-bytes.ts'

/** What the close frame says after these bytes. */
async function closeAfter(bytes: readonly Buffer[]): Promise<{ code: number; reason: string }> {
  const server = await startServer()
  try {
    const webSocket = new WebSocket(`ws://127.0.0.1:${server.port}/v1/ws`, ['gridtick.v1'])
    webSocket.on('error', () => {})
    const closed = new Promise<{ code: number; reason: string }>((resolve) =>
      webSocket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    )
    webSocket.once('upgrade', ({ socket }) => {
      for (const piece of bytes) socket.write(piece)
    })
    return await closed
  } finally {
    await stopServer(server)
  }
}

test.each([
  ['one that is too large', [frame(1, 'x'.repeat(5_000))], 1009, 'A message may have at most 4096 bytes.'],
  ['fragments that are too large', fragments('x'.repeat(1_000), 5), 1009, 'A message may have at most 4096 bytes.'],
  [
    'too many fragments',
    fragments('x', 30),
    1008,
    'A message may have at most 16 fragments, and arrive in at most 1024 pieces.',
  ],
  ['bytes that are not UTF-8', [frame(1, Buffer.from([0xc0, 0xaf]))], 1007, 'A text frame must be valid UTF-8.'],
  ['a reserved opcode', [frame(3, 'x')], 1002, 'Not a valid WebSocket frame (RFC 6455).'],
])('[WIRE-6] a frame that the library refuses, %s, is closed with a reason', async (_, bytes, code, reason) => {
  expect(await closeAfter(bytes)).toEqual({ code, reason })
})
