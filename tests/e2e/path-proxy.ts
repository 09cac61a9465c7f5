import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { atFileEnd } from '../lanes/file-end.ts'

/**
 * A small proxy that shows a server at a path, as one with TLS does: it keeps the `Host`, and says by headers for whom it
 * asks and by which scheme. It passes the path on, or takes it away; anything else is not its server's, and answered 502.
 */
export async function startPathProxy(path: string) {
  let target = { port: 0, isPathPassedOn: true }
  const sockets = new Set<Socket>()

  function hand(incoming: IncomingMessage) {
    const { url = '', method, headers, socket } = incoming
    const isTheirs = url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`)
    if (!isTheirs) return undefined
    return request({
      host: '127.0.0.1',
      port: target.port,
      method,
      path: target.isPathPassedOn ? url : url.slice(path.length) || '/',
      headers: { ...headers, 'x-forwarded-for': socket.remoteAddress, 'x-forwarded-proto': 'https' },
    })
  }

  const server = createServer((incoming, outgoing) => {
    const onward = hand(incoming)
    if (onward === undefined) return void outgoing.writeHead(502).end()
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (incoming, socket) => {
    socket.on('error', () => socket.destroy())
    const onward = hand(incoming)
    onward?.on('upgrade', ({ rawHeaders }, far) => {
      const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []))
      socket.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'))
      for (const [from, to] of [
        [socket, far],
        [far, socket],
      ] as const)
        from.pipe(to).on('error', () => to.destroy())
    })
    onward?.on('response', () => socket.destroy()).on('error', () => socket.destroy())
    if (onward === undefined) socket.destroy()
    else onward.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atFileEnd(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    port: (server.address() as AddressInfo).port,
    leadTo(next: { readonly port: number; readonly isPathPassedOn: boolean }): void {
      target = next
    },
  }
}
