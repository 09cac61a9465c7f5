import type { Page } from 'playwright-core'
import { CompactReader } from '../../framework/protocol/src/codecs/compact/compact-reader.ts'

/** All that a page was told by the server: what came over its sockets, as JSON, and the bodies of what it fetched. */
export type Traffic = {
  readonly frames: readonly string[]
  /** Frames and bodies, once all bodies are here. */
  all(): Promise<readonly string[]>
}

/** Records from now on: call it before the page goes anywhere. */
export function recordTraffic(page: Page): Traffic {
  const frames: string[] = []
  const bodies: Promise<string>[] = []
  page.on('response', (response) => {
    // A body that never came, as of an answer that was aborted, told nothing.
    bodies.push(response.text().catch(() => ''))
  })
  page.on('websocket', (socket) => {
    // It reads texts as they are, whatever the two agreed on.
    const reader = new CompactReader()
    socket.on('framereceived', ({ payload }) => {
      const messages = reader.read(typeof payload === 'string' ? payload : Uint8Array.from(payload))
      if (typeof payload === 'string') frames.push(payload)
      else frames.push(...messages.map((message) => JSON.stringify(message)))
    })
  })
  return { frames, all: async () => [...frames, ...(await Promise.all(bodies))] }
}
