import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startServer, stopServer } from './attacked-server.ts'
import { handshake } from './client-bytes.ts'

test('[OBS-4] an upgrade that is refused is answered with an id, its own if that is well-formed, and with a date', async () => {
  const testServer = await startServer()
  const refusal = (headers: Record<string, string>) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(testServer.port, '127.0.0.1', () => {
        socket.write(handshake({ line: 'GET /elsewhere HTTP/1.1', headers }))
      })
      let answer = ''
      socket.on('data', (bytes) => {
        answer += bytes
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(answer))
    })
  const [own, made] = await Promise.all([
    refusal({ 'X-Request-Id': 'trace-7' }),
    refusal({ 'X-Request-Id': 'not an id' }),
  ])
  expect(own).toMatch(/^HTTP\/1\.1 404 .*\r\nX-Request-Id: trace-7\r\n/s)
  expect(made).toMatch(/\r\nX-Request-Id: [\w-]{36}\r\n/)
  for (const answer of [own, made]) expect(Date.parse(/\r\nDate: (.*)\r\n/.exec(answer)?.[1] ?? '')).not.toBeNaN()
  await stopServer(testServer)
})
