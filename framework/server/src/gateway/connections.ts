import type { PlayerId } from 'gridtick'

/**
 * The connections that are open, by their id and by their player. At most `socketsMax` of them, which the door sees to;
 * a player has one at the most.
 */
export class Connections<Connection extends { readonly id: string }> {
  readonly #byId = new Map<string, Connection>()
  readonly #byPlayer = new Map<PlayerId, Connection>()

  add(connection: Connection): void {
    this.#byId.set(connection.id, connection)
  }

  /** Makes this the player's connection and answers the one that was it until now. */
  claim(playerId: PlayerId, connection: Connection): Connection | undefined {
    const before = this.#byPlayer.get(playerId)
    this.#byPlayer.set(playerId, connection)
    return before
  }

  /** Forgets a connection. A player whose connection is another one by now keeps that. */
  remove(connection: Connection, playerId: PlayerId | undefined): void {
    this.#byId.delete(connection.id)
    if (playerId !== undefined && this.#byPlayer.get(playerId) === connection) this.#byPlayer.delete(playerId)
  }

  byId(connectionId: string): Connection | undefined {
    return this.#byId.get(connectionId)
  }

  ofPlayer(playerId: PlayerId): Connection | undefined {
    return this.#byPlayer.get(playerId)
  }

  /** Of this moment: connections may end while one goes through them. */
  all(): readonly Connection[] {
    return [...this.#byId.values()]
  }

  get size(): number {
    return this.#byId.size
  }

  get players(): number {
    return this.#byPlayer.size
  }
}

export function createConnections<Connection extends { readonly id: string }>(): Connections<Connection> {
  return new Connections()
}
