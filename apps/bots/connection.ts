import { WebSocket } from 'ws'
import type { ServerMessage } from './wire.ts'

export type Connection = {
  /** Drops the message when the socket is not open: what matters is sent again after the next hello. */
  send(message: object): void
  close(): void
}

export type ConnectionListener = {
  onOpen(): void
  onMessage(message: ServerMessage): void
  /** Exactly once. The code is 1006 where there was no closing handshake, or the server did not take the socket at all. */
  onClose(close: { readonly code: number; readonly reason: string }): void
}

/** One socket, from its opening to its end. */
export function openConnection(url: string, listener: ConnectionListener): Connection {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/ws`, 'gridtick.v1', { perMessageDeflate: false })
  let trouble = ''
  socket.on('open', () => listener.onOpen())
  socket.on('message', (data) => listener.onMessage(JSON.parse(data.toString())))
  socket.on('error', (error) => {
    trouble = error.message
  })
  socket.on('close', (code, reason) => listener.onClose({ code, reason: reason.toString() || trouble }))
  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
    },
    close: () => (socket.readyState === WebSocket.CONNECTING ? socket.terminate() : socket.close(1000)),
  }
}
