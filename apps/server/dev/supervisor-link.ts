import { Worker } from 'node:worker_threads'
import type { ServerMessage } from './server-message.ts'

/** The supervisor takes a server for stuck after three of these. */
const aliveEveryMs = 1_000

/** A server's way to the supervisor that started it. Without one, nobody is told anything. */
export type SupervisorLink = {
  listening(port: number): void
  needs(files: readonly string[]): void
}

/**
 * Tells the supervisor each second that the server answers, and ends the server when the supervisor is gone: in order,
 * or, where a tick never comes back, from a thread of its own.
 */
export function linkToSupervisor(): SupervisorLink {
  if (process.send === undefined) return { listening() {}, needs() {} }
  const tell = (message: ServerMessage) => {
    // Whether it arrives is no concern of a server; a lost supervisor shows as `disconnect`.
    if (process.connected) process.send?.(message, () => {})
  }
  const stop = () => void process.kill(process.pid, 'SIGTERM')
  process.once('disconnect', stop)
  // It went while this process came.
  if (!process.connected) stop()
  endWithParent()
  tell({ kind: 'alive' })
  setInterval(() => tell({ kind: 'alive' }), aliveEveryMs).unref()
  return {
    listening: (port) => tell({ kind: 'listening', port }),
    needs: (files) => tell({ kind: 'needs', files: [...files] }),
  }
}

function endWithParent(): void {
  // It is JavaScript, and needs no loader.
  new Worker(new URL('./end-with-parent.js', import.meta.url), { execArgv: [], workerData: process.ppid }).unref()
}
