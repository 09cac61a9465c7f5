import type { Clock, Limits, OutgoingFrame, Telemetry } from '@gridtick/engine/ports'
import { afterAwake } from './awake-timer.ts'
import type { ClientSocket } from './client-socket.ts'
import type { HeldWrites } from './held-writes.ts'
import { framed, joined, nothingToWrite, opcodeOf, payloadOf } from './wire-text.ts'

/**
 * The way out of one connection. Frames wait in it only while they are held back to be written together: what the socket
 * has buffered is all there is besides, and when that is too much, the zones are told to skip this connection until it has
 * drained.
 */
export type Outbox = {
  send(frame: OutgoingFrame): void
  /** What was sent is written. From then on nothing is sent or timed any more. */
  stop(): void
  readonly isCongested: boolean
}

/** A write that is larger is looked after, also where it is not many times as large as what congests a connection. */
const largeWriteLength = 16_384

/** `onCongested` tells every change; `onStalled`: this reader takes nothing, or far too little. Terminate it. */
export function createOutbox(options: {
  readonly socket: ClientSocket
  readonly limits: Limits
  readonly clock: Clock
  readonly telemetry: Telemetry
  readonly heldWrites: HeldWrites
  readonly onCongested: (isCongested: boolean) => void
  readonly onStalled: () => void
}): Outbox {
  const { socket, limits, clock, telemetry, heldWrites, onCongested, onStalled } = options
  const watchedLength = Math.min(largeWriteLength, limits.congestedBytes / 4)
  let waiting = nothingToWrite
  /** Cancels the end of patience; there while the connection is congested. */
  let cancelPatience: (() => void) | undefined
  let isStopped = false

  function stop(): void {
    if (!isStopped) hand()
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

  /** Hands what waits to the socket. Whether that has taken it matters only where a connection is, or may be, congested. */
  function hand(): void {
    if (waiting.length === 0) return
    const bytes = waiting
    waiting = nothingToWrite
    const isWatched = bytes.length > watchedLength || socket.bufferedBytes() > 0
    socket.write(bytes, isWatched ? onWritten : undefined)
  }

  function write(): void {
    if (isStopped) return
    hand()
    const buffered = socket.bufferedBytes()
    if (buffered > limits.bufferedBytesMax) stalled()
    else if (buffered > limits.congestedBytes && cancelPatience === undefined) {
      cancelPatience = afterAwake(clock, limits.congestedMs, stalled)
      onCongested(true)
    }
  }

  const writer = { write }

  return {
    send(frame) {
      if (isStopped) return
      const payload = payloadOf(frame)
      telemetry.frame(payload.length)
      const bytes = framed(payload, opcodeOf(frame))
      waiting = joined(waiting, bytes)
      if (!heldWrites.add(writer, bytes.length)) write()
    },
    stop,
    get isCongested() {
      return cancelPatience !== undefined
    },
  }
}
