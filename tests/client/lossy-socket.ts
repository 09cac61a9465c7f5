import { WebSocket } from 'ws'

/**
 * A WebSocket class over a network that the test takes away in two steps: first what the server says is lost while what
 * the client sends still arrives, then there is no connection at all.
 */
export function lossySockets() {
  const sockets = new Set<WebSocket>()
  let state: 'good' | 'deaf' | 'down' = 'good'

  class LossySocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols)
      sockets.add(this)
      this.on('close', () => sockets.delete(this))
      if (state === 'down') this.terminate()
    }

    override emit(event: string | symbol, ...given: unknown[]): boolean {
      return state === 'deaf' && event === 'message' ? false : super.emit(event, ...given)
    }
  }

  return {
    WebSocket: LossySocket,
    /** Nothing that the server says is heard any more. */
    deafen(): void {
      state = 'deaf'
    },
    /** All connections end, and no other comes about. */
    cut(): void {
      state = 'down'
      for (const socket of sockets) socket.terminate()
    },
    mend(): void {
      state = 'good'
    },
  }
}
