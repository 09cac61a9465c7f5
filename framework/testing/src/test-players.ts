import { assert } from 'gridtick/internal'
import { TestPlayer } from './test-player.ts'

/** The players of a test zone, by the names that the test gives them. Each has one connection at a time. */
export class TestPlayers {
  readonly #byId = new Map<string, TestPlayer>()
  readonly #byConnection = new Map<string, TestPlayer>()
  #connections = 0

  /** Fails for a name that never joined, and says what to do. */
  of(playerId: string): TestPlayer {
    const player = this.#byId.get(playerId)
    assert(player !== undefined, `"${playerId}" never joined this zone; call join('${playerId}') first`)
    return player
  }

  /** A new connection, in the place of the one before; nothing that is sent to that one arrives any more. */
  connect(playerId: string): TestPlayer {
    this.#connections += 1
    const connectionId = `connection-${this.#connections}`
    const known = this.#byId.get(playerId)
    if (known !== undefined) this.#byConnection.delete(known.connectionId)
    const player = known ?? new TestPlayer(playerId, connectionId)
    player.connectionId = connectionId
    player.isConnected = true
    this.#byId.set(playerId, player)
    this.#byConnection.set(connectionId, player)
    return player
  }

  disconnect(connectionId: string): void {
    const player = this.#byConnection.get(connectionId)
    if (player !== undefined) player.isConnected = false
    this.#byConnection.delete(connectionId)
  }

  /** The server is gone. Who was connected is to come back; they are answered. */
  loseServer(): readonly TestPlayer[] {
    this.#byConnection.clear()
    return [...this.#byId.values()].filter(({ isConnected }) => isConnected)
  }

  receive(connectionId: string, text: string): void {
    this.#byConnection.get(connectionId)?.receive(text)
  }

  receiveAsPlayer(playerId: string, text: string): void {
    this.#byId.get(playerId)?.receive(text)
  }
}
