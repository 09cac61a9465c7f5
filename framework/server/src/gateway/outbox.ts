import type { Clock, Limits, OutgoingFrame, Telemetry } from '@gridtick/engine/ports'
import { afterAwake } from './awake-timer.ts'
import type { ClientSocket } from './client-socket.ts'

/**
 * The way out of one connection. It holds no frames of its own: what the socket has buffered is all there is, and when
 * that is too much, the zones are told to skip this connection until it has drained.
 */
export type Outbox = {
  send(frame: OutgoingFrame): void
  /** Nothing is sent or timed any more. */
  stop(): void
  readonly isCongested: boolean
}

/** `onCongested` tells every change; `onStalled`: this reader takes nothing, or far too little. Terminate it. */
export function createOutbox(options: {
  readonly socket: ClientSocket
  readonly limits: Limits
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly onCongested: (isCongested: boolean) => void
  readonly onStalled: () => void
}): Outbox {
  const { socket, limits, clock, telemetry, onCongested, onStalled } = options
  /** Cancels the end of patience; there while the connection is congested. */
  let cancelPatience: (() => void) | undefined
  let isStopped = false

  function stop(): void {
    isStopped = true
    cancelPatience?.()
    cancelPatience = undefined
  }

  function stalled(): void {
    stop()
    onStalled()
  }

  function onWritten(): void {
    if (isStopped || cancelPatience === undefined) return
    // Half of the bound, so that one frame more does not turn the signal round at once.
    if (socket.bufferedBytes() > limits.congestedBytes / 2) return
    cancelPatience()
    cancelPatience = undefined
    onCongested(false)
  }

  return {
    send(frame) {
      if (isStopped) return
      socket.send(socket.bufferedBytes() > 0 ? detached(frame) : frame, onWritten)
      telemetry.frame(bytesOf(frame))
      const buffered = socket.bufferedBytes()
      if (buffered > limits.bufferedBytesMax) stalled()
      else if (buffered > limits.congestedBytes && cancelPatience === undefined) {
        cancelPatience = afterAwake(clock, limits.congestedMs, stalled)
        onCongested(true)
      }
    },
    stop,
    get isCongested() {
      return cancelPatience !== undefined
    },
  }
}

/** A frame may be a piece of a message with many more; one that waits must not keep all of that in memory. */
function detached(frame: OutgoingFrame): OutgoingFrame {
  if (typeof frame === 'string') return frame
  return 'utf8' in frame ? { utf8: Uint8Array.from(frame.utf8) } : Uint8Array.from(frame)
}

function bytesOf(frame: OutgoingFrame): number {
  if (typeof frame === 'string') return Buffer.byteLength(frame)
  return 'utf8' in frame ? frame.utf8.byteLength : frame.byteLength
}
