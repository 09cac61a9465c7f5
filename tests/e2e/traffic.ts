import type { Page } from 'playwright-core'

/** All that a page was told by the server: what came over its sockets, and the bodies of what it fetched. */
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
    socket.on('framereceived', ({ payload }) => frames.push(String(payload)))
  })
  return { frames, all: async () => [...frames, ...(await Promise.all(bodies))] }
}
