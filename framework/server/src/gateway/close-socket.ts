import type { Clock } from '@gridtick/engine/ports'
import type { ClientSocket } from './client-socket.ts'

/** A closing handshake that takes longer is cut short. */
export const closeMs = 2_000

/** Starts the closing handshake and ends the socket after `closeMs`. Call what it returns once the socket is gone. */
export function closeSocket(
  socket: ClientSocket,
  clock: Clock,
  why: { readonly code: number; readonly reason: string },
): () => void {
  socket.close(why.code, why.reason)
  return clock.after(closeMs, () => socket.terminate())
}
