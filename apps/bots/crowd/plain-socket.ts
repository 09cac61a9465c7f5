import { WebSocket } from 'ws'

/** A socket that asks for no compression, so that its bytes are those of the messages. */
export class PlainSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols, { perMessageDeflate: false })
  }
}
