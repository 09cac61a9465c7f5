import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ClientMessage } from '../../framework/protocol/src/client-message.ts'
import type { ServerMessage } from '../../framework/protocol/src/server-message.ts'

test('[SDK-2] a program that closes its client ends by itself', { timeout: 20_000 }, async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (socket) => socket.on('message', (data) => answer(socket, JSON.parse(String(data)))))
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const program = spawn(process.execPath, ['--input-type=module', '--eval', leaves], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { ...process.env, URL_OF_SERVER: `ws://127.0.0.1:${port}` },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  try {
    expect(await once(program, 'exit')).toEqual([0, null])
  } finally {
    program.kill('SIGKILL')
    server.close()
  }
})

/** A program that leaves a zone, and goes when the server wants it to ask again in ten minutes. */
const leaves = `
  import { createClient } from '@gridtick/client'
  import { WebSocket } from 'ws'
  const client = createClient({ url: process.env.URL_OF_SERVER, token: 'token', WebSocket })
  const zone = await client.join('z1')
  zone.on('unavailable', () => client.close())
  zone.leave().catch(() => {})
`

/** A server that lets everybody in, and nobody out. */
function answer(socket: WebSocket, message: ClientMessage): void {
  const say = (said: ServerMessage) => socket.send(JSON.stringify(said))
  const zone = { zoneId: 'z1', tick: 1 }
  const ref = 'ref' in message && message.ref !== undefined ? { ref: message.ref } : {}
  if (message.type === 'hello')
    say({
      ...{ type: 'welcome', playerId: 'ann', displayName: 'Ann', role: 'player', connectionId: 'c' },
      ...{ protocol: 1, server: '0.1.0', limits: {}, heartbeatMs: 10_000 },
    })
  if (message.type === 'subscribe') {
    say({ type: 'subscribed', ...zone, ...ref, module: 'm', everyMs: 100, mode: 'delta', lastSeq: 0 })
    say({ type: 'tick', ...zone, at: 1, full: true, entities: [], events: [] })
  }
  if (message.type === 'leave') {
    say({ type: 'error', code: 'overloaded', message: 'No.', retryable: true, retryAfterMs: 600_000, ...ref })
    say({ type: 'view_unavailable', ...zone })
  }
}
