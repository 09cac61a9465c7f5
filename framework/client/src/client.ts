import type { FieldError } from '@gridtick/protocol/codes'
import type { ServerMessage } from '@gridtick/protocol/messages'
import type { JoinedZone, ZoneMode } from './joined-zone.ts'
import type { ModuleLike } from './module-like.ts'
import type { WebSocketClass } from './web-socket-like.ts'

/** What the server said of itself and of this player: the `welcome` message. */
export type Welcome = Omit<Extract<ServerMessage, { type: 'welcome' }>, 'type'>

export type ClientOptions = {
  /** Of the server's socket, as `ws://localhost:8787/v1/ws`. */
  readonly url: string
  /** Who one is. A function is asked at each attempt to connect, so that it may give a fresh one. */
  readonly token: string | (() => string | Promise<string>)
  /** Where the platform has none of its own (Node 20): the class of the package `ws`. */
  readonly WebSocket?: WebSocketClass
  /** How zones are joined where `join` does not say: by deltas (default), or a whole view each tick. */
  readonly mode?: ZoneMode
  /**
   * `compact` (default): frames are bytes, about a tenth of what they are in JSON, where the server knows how. `json`: all is
   * text, for people who look at what the socket says. The program sees the same.
   */
  readonly encoding?: 'compact' | 'json'
  /** Of the program and its version, at most 64 characters; the server is told. */
  readonly name?: string
}

/** Why a client will not connect again. */
export type ClosedReason =
  /** `close()` was called. */
  | 'asked'
  /** Another connection of the same player took over. */
  | 'superseded'
  /** The token is no longer taken, nor is a new one. */
  | 'unauthenticated'
  /** The server does not understand this client (bad frames, another protocol). */
  | 'protocol'

export type ClientStatus =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected' }
  | {
      readonly phase: 'reconnecting'
      /** 1 for the first after a connection was lost that had lasted, or after `retryNow`. */
      readonly attempt: number
      /** ms since the epoch. */
      readonly retryAtMs: number
      readonly reason: string
    }
  | { readonly phase: 'closed'; readonly reason: ClosedReason; readonly message: string }

export type ClientEvents = {
  /** Connected, for the first time or again. */
  readonly connected: Welcome
  readonly reconnecting: Extract<ClientStatus, { phase: 'reconnecting' }>
  readonly closed: Extract<ClientStatus, { phase: 'closed' }>
  /** Every change of `status`. */
  readonly status: ClientStatus
  /** Each frame of the server, before anything is made of it: to measure, or to show what goes over the wire. */
  readonly frame: HeardFrame
}

/** A frame as it came, a text or bytes, and what was read out of it. */
export type HeardFrame = { readonly frame: string | Uint8Array; readonly messages: readonly HeardMessage[] }

/** What a server says, as the protocol has it. */
export type HeardMessage = ServerMessage

/** One player's connection to a server, which mends itself. Made by `createClient`. */
export type Client = {
  readonly status: ClientStatus
  /** Of the latest connection; undefined before the first. */
  readonly welcome: Welcome | undefined
  /**
   * Watches a zone and becomes a member of it where one is none. Resolves with the first view. Rejects with a
   * {@link GridtickError}: the server's code (`not_found`, `zone_paused`, the module's own as `zone_full`), `conflict`
   * if this client has joined the zone already, or `closed`.
   */
  join<Module extends ModuleLike = ModuleLike>(
    zoneId: string,
    options?: { readonly mode?: ZoneMode },
  ): Promise<JoinedZone<Module>>
  /** Calls the listener from now on. Returns how to stop that. */
  on<Name extends keyof ClientEvents>(name: Name, listener: (event: ClientEvents[Name]) => void): () => void
  /**
   * For a button, or for who learns that the server is back: the next attempt is made as soon as it may be (`retryAtMs`
   * moves), which is no sooner than 1 s after the attempt before and than the server asked for. The back-off begins anew,
   * also where an attempt is being made or the connection stands: the next loss counts as the first. While a server has
   * said that it has too much (4429, 1013), nothing happens, nor after `close()`.
   */
  retryNow(): void
  /** Ends the connection for good; what has no result yet rejects with the code `closed`. Resolves when the socket is gone. */
  close(): Promise<void>
}

/** What a call was answered with instead of what it asked for. */
export type ErrorAnswer = {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs?: number | undefined
  readonly errors?: readonly FieldError[] | undefined
}
