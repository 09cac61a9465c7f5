import type { PlayerId } from 'gridtick'

/** The way out, implemented by the gateway. A connection that is gone is no error. */
export type ConnectionOutlet = {
  send(connectionId: string, text: string): void
  /** To the live connection of a player, if there is one. */
  sendToPlayer(playerId: PlayerId, text: string): void
  close(connectionId: string, code: number, reason: string): void
}
