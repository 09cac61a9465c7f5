import type WebSocket from 'ws'

/** A step: -1, 0 or 1 in each direction. */
export type Step = { readonly dx: number; readonly dy: number }

/** One player of the load, who has joined and is shown a world. */
export type Player = {
  readonly socket: WebSocket
  move(step: Step): void
  /** Entities that it sees; nothing where it does not read what it is sent. */
  visible(): number | undefined
}
