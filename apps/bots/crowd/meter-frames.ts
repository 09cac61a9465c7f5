import type { Client, HeardMessage } from '@gridtick/client'

export type FrameMeter = {
  /** Each frame of the socket, as it came. `isFrame`: it says what a tick shows. */
  message(message: { readonly bytes: number; readonly isFrame: boolean }): void
  intentResult(result: Extract<HeardMessage, { type: 'intent_result' }>): void
  /** A tick that is not above the one before. */
  staleFrame(): void
}

/** Measures what comes over a client's connections, before the client uses it. Returns how to stop. */
export function meterFrames(client: Pick<Client, 'on'>, meter: FrameMeter): () => void {
  /** Of each zone, on this connection. */
  let ticks = new Map<string, number>()
  return client.on('frame', ({ frame, messages }) => {
    const bytes = typeof frame === 'string' ? Buffer.byteLength(frame) : frame.byteLength
    meter.message({ bytes, isFrame: messages.some(({ type }) => type === 'tick') })
    for (const message of messages) {
      if (message.type === 'welcome') ticks = new Map()
      if (message.type === 'intent_result') meter.intentResult(message)
      if (message.type !== 'tick') continue
      if (message.tick <= (ticks.get(message.zoneId) ?? -1)) meter.staleFrame()
      ticks.set(message.zoneId, message.tick)
    }
  })
}
