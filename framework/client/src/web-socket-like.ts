/** What a browser's WebSocket, the one of Node 22 and the class of `ws` have in common, and a client needs. */
export type WebSocketLike = {
  send(text: string): void
  close(code?: number, reason?: string): void
  /** Only that of `ws` has it: ends the socket without a handshake. */
  terminate?(): void
  /** The subprotocol that was agreed on; empty if none was. */
  readonly protocol?: string
  /** Set to `arraybuffer`. */
  binaryType?: string
  onopen: ((event: never) => unknown) | null
  onmessage: ((event: never) => unknown) | null
  onclose: ((event: never) => unknown) | null
  onerror: ((event: never) => unknown) | null
}

export type WebSocketClass = new (url: string, protocols: string[]) => WebSocketLike
