import type { WireText } from './wire-text.ts'

/** One socket as a connection sees it: the few things it does with it. None of them throws. */
export type ClientSocket = {
  /** Writes whole frames. `onWritten` is called once the system has taken them, or never will. */
  write(frames: WireText, onWritten?: () => void): void
  /** Starts the closing handshake. */
  close(code: number, reason: string): void
  /** Ends the socket at once and frees what it had buffered. */
  terminate(): void
  ping(): void
  /** Bytes that were written and that the system has not taken yet. */
  bufferedBytes(): number
}

/** What a socket tells of itself. Nothing may come after `closed`, and nothing breaks if it does. */
export type SocketListener = {
  text(text: string): void
  binary(): void
  /** A ping or a pong of the WebSocket protocol itself, with so many bytes. */
  control(bytes: number): void
  /** The socket is gone. `code` is what the close frame said; 1006 if there was none. */
  closed(code: number): void
}

/** What is known of a socket before it says anything. */
export type SocketOrigin = {
  /** Whom to count it for; see client-address.ts. */
  readonly address: string
  /** The token of `Authorization: Bearer` on the upgrade. It is used at `hello`, not before. */
  readonly bearer?: string
  /** On which the handshake agreed. */
  readonly subprotocol?: string
}
