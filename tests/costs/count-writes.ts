import type { Socket } from 'node:net'

/** Counts what a socket hands to the system: what is written while it is corked goes out together, as one. */
export function countWrites(socket: Socket): { taken(): number } {
  const write = socket.write.bind(socket)
  const uncork = socket.uncork.bind(socket)
  let count = 0
  let holds = false
  socket.write = ((...values: Parameters<typeof write>) => {
    if (socket.writableCorked === 0) count += 1
    else holds = true
    return write(...values)
  }) as typeof socket.write
  socket.uncork = () => {
    uncork()
    if (socket.writableCorked > 0 || !holds) return
    holds = false
    count += 1
  }
  return {
    taken() {
      const counted = count
      count = 0
      return counted
    },
  }
}
