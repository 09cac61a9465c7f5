import type { WebSocketClass } from '@gridtick/client'
import { WebSocket } from 'ws'

export type SocketMeter = {
  /** Each message that came, as it came. */
  message(message: { readonly bytes: number; readonly isFrame: boolean }): void
  /** The text of an `intent_result`. */
  intentResult(text: string): void
  /** A frame of a tick that is not above the one of the frame before. */
  staleFrame(): void
}

/** Long enough for type, zone and tick, which the server writes first. */
const headBytes = 160

/** A class of sockets for one player's client, which measures what comes over the wire before the client reads it. */
export function createMeteredSocket(meter: SocketMeter): WebSocketClass {
  return class MeteredSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { perMessageDeflate: false })
      const ticks = new Map<string, number>()
      this.on('message', (data: Buffer) => {
        const head = data.toString('latin1', 0, headBytes)
        const [, zoneId = '', tick] = /^{"type":"tick","zoneId":"([^"]*)","tick":(\d+)/.exec(head) ?? []
        meter.message({ bytes: data.length, isFrame: tick !== undefined })
        if (tick !== undefined) {
          if (Number(tick) <= (ticks.get(zoneId) ?? -1)) meter.staleFrame()
          ticks.set(zoneId, Number(tick))
        }
        if (head.startsWith('{"type":"intent_result"')) meter.intentResult(data.toString())
      })
    }
  }
}
